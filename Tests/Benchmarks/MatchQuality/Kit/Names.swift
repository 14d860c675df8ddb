import Foundation

/// Names of companies and people, French and English.
enum Names {
  static func company(_ chance: inout Chance) -> String {
    let surname = chance.pick(surnames)
    let form = chance.pick(forms)
    let coin = "\(chance.pick(coined))\(chance.pick(endings))"
    let town = chance.pick(towns)
    switch chance.int(0...7) {
    case 0: return "\(chance.pick(trades)) \(surname) \(form)"
    case 1: return "\(surname) & \(chance.pick(surnames)) \(town) \(form)"
    case 2: return "\(surname) et Fils \(town) \(form)"
    case 3: return "\(chance.pick(trades)) \(surname) \(town)"
    case 4: return "\(chance.pick(trades)) \(coin) de \(town) \(form)"
    case 5: return "\(coin) \(town) \(form)"
    default: return "\(coin) \(surname) \(town) \(form)"
    }
  }

  static func person(_ chance: inout Chance) -> String {
    chance.pick(["M. ", "Mme ", "Mr ", "Me ", ""]) + chance.pick(firstNames) + " "
      + chance.pick(surnames)
  }

  /// As a bank prints it: often in capitals without accents, its legal form left out or put first,
  /// cut at 35 characters by some.
  static func printed(_ name: String, _ chance: inout Chance) -> String {
    var words = name.split(separator: " ").map(String.init)
    if let last = words.last, forms.contains(last), words.count > 1 {
      switch chance.int(0...5) {
      case 0: words.removeLast()
      case 1: words = [last] + words.dropLast()
      default: break
      }
    }
    let printed = words.joined(separator: " ")
    return chance.happens(60) ? plain(printed).uppercased() : printed
  }

  /// How a clerk compares names: words without accents, case and legal forms, in any order.
  static func compared(_ name: String) -> String {
    plain(name).uppercased()
      .split { !($0.isLetter || $0.isNumber) }
      .map(String.init)
      .filter { !legalForms.contains($0) }
      .sorted().joined(separator: " ")
  }

  static func plain(_ text: String) -> String {
    text.folding(options: [.diacriticInsensitive], locale: nil)
  }

  private static let forms = [
    "SARL", "SAS", "SA", "EURL", "SNC", "Ltd", "GmbH", "SRL", "BV", "PLC",
  ]
  private static let legalForms = Set(forms.map { $0.uppercased() } + ["ET", "CIE", "CO"])
  private static let surnames = [
    "Morel", "Lefèvre", "Durand", "Girard", "Rousseau", "Mercier", "Chevalier", "Blanchard",
    "Garnier", "Faure", "Lambert", "Bonnet", "Fontaine", "Renard", "Leclerc", "Vasseur", "Huet",
    "Delacroix", "Perrin", "Aubert", "Guérin", "Noël", "Béranger", "Marchand", "Poulain", "Smith",
    "Harrison", "Whitaker", "Bennett", "Clarke", "Thornton", "Ashworth", "Pemberton", "Hughes",
    "Janssens", "Peeters", "De Smet", "Vermeulen", "Müller", "Schneider", "Hoffmann", "Weber",
    "Rossi", "Bianchi", "García", "Fernandes", "Nowak", "Larsen", "Nyström", "O'Brien",
  ]
  private static let firstNames = [
    "Claire", "Jean", "Sophie", "Marc", "Hélène", "Thomas", "Anne", "Paul", "Emma", "George",
    "Lucy", "Peter", "Nadia", "Karim", "Inès", "Hugo",
  ]
  private static let trades = [
    "Ateliers", "Boulangerie", "Transports", "Menuiserie", "Garage", "Imprimerie", "Électricité",
    "Plomberie", "Pharmacie", "Librairie", "Quincaillerie", "Fromagerie", "Traiteur", "Vignobles",
    "Logistics", "Engineering", "Catering", "Printing", "Roofing", "Textiles", "Foods", "Motors",
    "Interiors", "Packaging", "Consulting", "Services", "Négoce", "Distribution", "Fleurs",
    "Optique",
  ]
  private static let towns = [
    "Lyon", "Nantes", "Lille", "Rennes", "Dijon", "Angers", "Metz", "Tours", "Limoges", "Nîmes",
    "Namur", "Liège", "Gent", "Leeds", "Bristol", "York", "Exeter", "Derby", "Köln", "Bremen",
    "Basel", "Genève", "Lausanne", "Torino", "Porto", "Annecy", "Vannes", "Colmar", "Pau", "Albi",
  ]
  private static let coined = [
    "Nova", "Alti", "Veri", "Clari", "Omni", "Terra", "Lumi", "Aqua", "Ferro", "Syn", "Opti",
    "Medi", "Agri", "Inno", "Proxi", "Quadra", "Rapi", "Soli", "Trans", "Uni", "Vita", "Zeni",
  ]
  private static let endings = [
    "tec", "lis", "med", "log", "pro", "net", "form", "dis", "bat", "plast", "pack", "print",
    "sys", "lab", "vert", "call",
  ]
}
