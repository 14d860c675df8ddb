/// Words that mean one thing together, in English or French; no meaning: they may be left out.
struct Phrase {
  let words: [String]
  let kind: Lexeme.Kind?

  /// The longest phrase with which the words begin.
  static func longest(at words: [String]) -> Phrase? {
    byFirstWord[words[0]]?.first { words.starts(with: $0.words) }
  }

  /// The longer before the shorter.
  private static let byFirstWord: [String: [Phrase]] = Dictionary(
    grouping: (meanings + weekdays).flatMap { kind, phrases in
      phrases.map { Phrase(words: $0.split(separator: " ").map(String.init), kind: kind) }
    },
    by: { $0.words[0] }
  )
  .mapValues { $0.sorted { $0.words.count > $1.words.count } }

  private static let meanings: [(Lexeme.Kind?, [String])] = [
    (.days, ["d", "day", "days", "j", "jr", "jrs", "jour", "jours"]),
    (.weeks, ["week", "weeks", "semaine", "semaines"]),
    (.months, ["month", "months", "mois"]),
    (.net, ["n", "net", "nets", "nette"]),
    (.on, ["on", "on the", "le"]),
    (.grace, ["grace", "tolerance"]),
    (.balance, ["balance", "remainder", "rest", "solde", "le solde", "reste", "le reste"]),
    (
      .immediately,
      [
        "cod", "cash on delivery", "contre remboursement", "a la livraison", "on delivery",
        "cia", "cash in advance", "cwo", "cash with order", "a la commande", "with order",
        "cash", "comptant", "au comptant", "a reception", "reception", "a reception de facture",
        "reception de facture", "on receipt", "upon receipt", "due on receipt",
        "on receipt of invoice", "a vue", "immediate", "immediately", "now",
      ]
    ),
    // In English the days are counted from the month's end; in French, unless it is said
    // otherwise, they are counted first.
    (.endOfMonth(afterNumber: .beforeDays), ["eom", "end of month", "end of the month"]),
    (
      .endOfMonth(afterNumber: .beforeDays),
      [
        "after eom", "after end of month", "from end of month", "apres fin de mois",
        "apres la fin du mois", "apres la fin de mois",
      ]
    ),
    (.endOfMonth(afterNumber: .afterDays), ["fin de mois", "fin du mois", "fdm"]),
    (
      .monthAfter,
      [
        "prox", "proximo", "mfi", "of following month", "of the following month",
        "of next month", "du mois suivant",
      ]
    ),
    (.base(.taxIncluded), ["ttc", "tax included", "including tax"]),
    (.base(.taxExcluded), ["ht", "hors taxe", "hors taxes", "tax excluded", "excluding tax"]),
    (.base(.mixed), ["mixed"]),
    (nil, silent),
  ]

  private static let weekdays: [(Lexeme.Kind?, [String])] = [
    ["monday", "lundi"], ["tuesday", "mardi"], ["wednesday", "mercredi"], ["thursday", "jeudi"],
    ["friday", "vendredi"], ["saturday", "samedi"], ["sunday", "dimanche"],
  ].enumerated().map { (.weekday($0.offset + 1), $0.element) }

  private static let silent = [
    "a", "at", "after", "and", "dans", "de", "discount", "due", "echeance", "escompte", "et",
    "if", "if paid", "in", "or", "ou", "otherwise", "paid", "paiement", "payable", "payment",
    "payment terms", "paye", "si", "si paye", "sinon", "sous", "terms", "then", "within",
    "d escompte", "date de facture", "date de la facture", "de date de facture",
    "date d emission", "after invoice", "after invoice date", "from invoice", "from invoice date",
    "from date of invoice", "invoice", "facture", "st", "nd", "rd", "th", "er",
  ]
}
