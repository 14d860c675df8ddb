/// What a word of a remittance text tells, in French, English and German.
struct RemittanceWord: Equatable {
  enum Kind: UInt8 {
    /// Not a word that matters.
    case other
    /// Stands between words that matter without changing what they mean.
    case filler
    case invoice
    /// `No`, `Nr`, `ref`: a number follows.
    case number
    case credit
    /// `avoir`, `Gutschrift`: a credit note without more words.
    case creditNote
    case note
    case less
    case balance
    case total
    case advance
    case instalmentOf
    /// Part of an amount due, only with a number of its own: `2eme versement`, `1. Rate`.
    case instalment
    case part
    case partPayment
    case payment
    case discount
    case reduction
    case charges
    case month
    /// A month's name that is another word too, or cut: it takes a year beside it.
    case monthWithYear
    case purchase
    case order
    case customer
    case account
    case on
    case upon
    case and
    case to
    case amount
    case currency
    case ordinal
  }

  /// Some kinds.
  struct Kinds: ExpressibleByArrayLiteral {
    private let mask: UInt64

    init(arrayLiteral kinds: Kind...) {
      mask = kinds.reduce(0) { $0 | 1 << UInt64($1.rawValue) }
    }

    func contains(_ kind: Kind) -> Bool { mask & 1 << UInt64(kind.rawValue) != 0 }

    /// A document's number follows.
    static let announcing: Kinds = [.invoice, .number, .creditNote, .order, .customer]
    /// A number begins with them no more than with `INV` in `INV No`.
    static let neverLeading: Kinds = [.number, .month, .monthWithYear, .currency, .payment]
    /// Letters that numbers begin with, when they are few.
    static let leading: Kinds = [.other, .invoice, .creditNote, .order, .customer]
    /// What stands between the numbers of a list.
    static let listing: Kinds = [
      .filler, .and, .to, .number, .invoice, .currency, .amount, .upon, .note,
    ]
    /// The amount behind them is not of the number before.
    static let parting: Kinds = [.less, .discount, .reduction, .charges, .credit, .creditNote]
    static let instalments: Kinds = [.instalment, .partPayment, .instalmentOf]
    static let months: Kinds = [.month, .monthWithYear]
    /// An ordinal before them counts them.
    static let ordered: Kinds = [
      .instalment, .partPayment, .instalmentOf, .month, .monthWithYear,
    ]
    /// Between the parts and the whole: `2 of 3`.
    static let dividing: Kinds = [.filler, .upon]
  }

  var kind: Kind
  /// Of a month 1 to 12, of an ordinal its number, else 0.
  var number: UInt8 = 0

  static let other = RemittanceWord(kind: .other)

  /// Letters as five bits each, at most twelve: a longer word is known by its first twelve.
  static let maximumLetters = 12

  static func packed(_ letters: some Sequence<UInt8>) -> UInt64 {
    letters.prefix(maximumLetters).reduce(0) { $0 << 5 | UInt64($1 & 0x1F) }
  }

  init(kind: Kind, number: UInt8 = 0) {
    self.kind = kind
    self.number = number
  }

  /// Looked up by what ``packed(_:)`` makes of it.
  init(packed: UInt64) { self = Self.table.word(packed) }

  private static let table = Table(
    kinds: [
      (.filler, "DE DU DES D L LA LE LES POUR FOR OF THE VOTRE VOS NOTRE NOS YOUR OUR MY VOM VON"),
      (.filler, "DER DIE DAS DEM FUR FUER IHRE IHR UNSERE ZU ZUR ZUM PAR BY AUX EN IN AS PER"),
      (.filler, "SUIVANT SELON CONCERNE CONCERNANT REGARDING BANK BON FULL IM DATED DATE RFB ROC"),
      (.invoice, "FACTURE FACTURES FACT FACTS FACTU FAC FACS FA F FC FRA FCT FT FTE FACTURA"),
      (.invoice, "INVOICE INVOICES INVOICENO INV INVS INVO INVNO BILL BILLS RECHNUNG RECHNUNGEN"),
      (.invoice, "RECHNUNGSNUMMER RECHNUNGSNR RECHNR RECHNGNR RECHN RECH RG RGNR RNR RE"),
      (.number, "NO NOS NR NRS N NUM NUMERO NUMEROS NUMBER NUMBERS NUMMER NUMMERN NBR REF REFS"),
      (.number, "REFERENCE REFERENCES REFERENZ"),
      (.credit, "CREDIT CREDITS"),
      (.creditNote, "AVOIR AVOIRS AV CN CNS CRN GUTSCHRIFT GUTSCHRIFTEN GS NC"),
      (.note, "NOTE NOTES MEMO MEMOS"),
      (.less, "LESS MOINS MINUS ABZUGLICH ABZUEGLICH ABZGL DEDUCTION DEDUIT DEDUITE DEDUCTED"),
      (.less, "DEDUCTING DED"),
      (.balance, "SOLDE SOLDES BALANCE BALANCES STATEMENT STATEMENTS RELEVE RELEVES SALDO"),
      (.balance, "KONTOAUSZUG STMT"),
      (.total, "TOTAL TOTALE TOTAUX SOMME SUM SUMME GESAMT"),
      (.advance, "ADVANCE AVANCE AVANCES ARRHES DEPOSIT DEPOSITS PREPAYMENT PREPAYMENTS PREPAID"),
      (.advance, "ANZAHLUNG VORAUSZAHLUNG VORKASSE AKONTO AKONTOZAHLUNG VALOIR DOWNPAYMENT"),
      (.instalmentOf, "ACOMPTE ACOMPTES"),
      (.instalment, "ECHEANCE ECHEANCES ECH VERSEMENT MENSUALITE RATE"),
      (.part, "PART"),
      (.partPayment, "PARTIEL PARTIELLE PARTIELS PARTIELLES PARTIELLEMENT PARTIAL INSTALMENT"),
      (.partPayment, "INSTALMENTS INSTALLMENT INSTALLMENTS TRANCHE TEILZAHLUNG TEILBETRAG"),
      (.partPayment, "ABSCHLAG ABSCHLAGSZAHLUNG PARTPAYMENT"),
      (.payment, "PAYMENT PAYMENTS PAYT PMT PAIEMENT REGLEMENT RGLT VIREMENT VIR ZAHLUNG"),
      (.payment, "SETTLEMENT PAID PAYEMENT"),
      (.discount, "ESCOMPTE ESCOMPTES SKONTO SKTO DISCOUNT DISC"),
      (.reduction, "REMISE RABAIS RABATT NACHLASS"),
      (.charges, "FRAIS CHARGES CHARGE FEES FEE GEBUHR GEBUHREN GEBUEHR GEBUEHREN SPESEN"),
      (.charges, "BANKGEBUHREN BANKGEBUEHREN BANKSPESEN"),
      (.charges, "COMMISSION COMMISSIONS"),
      (.purchase, "PURCHASE"),
      (.order, "ORDER ORDERS ORD PO COMMANDE COMMANDES CDE CDES CMDE CMD BC BDC BESTELLUNG"),
      (.order, "BESTELLUNGEN BESTELLNR BESTELLNUMMER AUFTRAG AUFTRAGSNR AUFTRAGSNUMMER"),
      (.customer, "CLIENT CLIENTS CUSTOMER CUST KUNDE KUNDEN KUNDENNR KUNDENNUMMER KDNR KD"),
      (.customer, "KUNDENKONTO DEBITEUR DEBITOR CUSTNO"),
      (.account, "ACCOUNT ACCT ACC COMPTE COMPTES CPTE KONTO"),
      (.on, "ON"),
      (.upon, "SUR"),
      (.and, "ET AND UND U Y E PLUS SOWIE PUIS"),
      (.to, "A TO BIS AU THRU THROUGH UNTIL JUSQU JUSQUA"),
      (.amount, "MONTANT AMOUNT AMT BETRAG TTC HT UEBER UBER SOIT"),
      (.currency, "EUR EURO EUROS USD GBP CHF SEK NOK DKK PLN CZK HUF RON ISK JPY CAD AUD NZD CNY"),
      (.currency, "HKD SGD INR AED SAR ZAR MAD TND DZD XOF XAF KWD BHD OMR QAR ILS MXN BRL KRW"),
    ],
    numbers: [
      (.month, "JANVIER FEVRIER MARS AVRIL MAI JUIN JUILLET AOUT SEPTEMBRE OCTOBRE NOVEMBRE"),
      (.month, "JANUARY FEBRUARY MARCH APRIL MAI JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER"),
      (.month, "JANUAR FEBRUAR MAERZ APRIL MAI JUNI JULI AUGUST SEPTEMBER OKTOBER NOVEMBER"),
      (.month, "- - MARZ - - - - - - - - DECEMBRE"),
      (.month, "- - - - - - - - - - - DECEMBER"),
      (.month, "- - - - - - - - - - - DEZEMBER"),
      (.monthWithYear, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
      (.monthWithYear, "JANV FEV - AVR - - JUIL AOU SEPT OKT - DEZ"),
      (.monthWithYear, "- FEVR - - - - JUILL"),
      (.ordinal, "PREMIER DEUXIEME TROISIEME QUATRIEME CINQUIEME SIXIEME"),
      (.ordinal, "PREMIERE SECONDE"),
      (.ordinal, "FIRST SECOND THIRD FOURTH FIFTH SIXTH"),
      (.ordinal, "ERSTE ZWEITE DRITTE VIERTE"),
    ]
  )
}

extension RemittanceWord {
  /// An open table, a quarter full at most: a look-up is one multiplication and a comparison.
  private struct Table {
    private static let bits = 11
    private var keys = [UInt64](repeating: 0, count: 1 << Table.bits)
    private var words = [RemittanceWord](repeating: .other, count: 1 << Table.bits)

    /// In `numbers` the place of a word in its list is its number; `-` fills a place.
    init(kinds: [(Kind, String)], numbers: [(Kind, String)]) {
      for (kind, list) in kinds {
        for word in list.split(separator: " ") { add(word, RemittanceWord(kind: kind)) }
      }
      for (kind, list) in numbers {
        for (index, word) in list.split(separator: " ").enumerated() where word != "-" {
          add(word, RemittanceWord(kind: kind, number: UInt8(index + 1)))
        }
      }
    }

    private mutating func add(_ letters: Substring, _ word: RemittanceWord) {
      let key = RemittanceWord.packed(letters.utf8)
      var slot = Self.slot(key)
      while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & (1 << Self.bits - 1) }
      if keys[slot] == 0 { (keys[slot], words[slot]) = (key, word) }
    }

    func word(_ key: UInt64) -> RemittanceWord {
      var slot = Self.slot(key)
      while keys[slot] != 0 {
        if keys[slot] == key { return words[slot] }
        slot = (slot + 1) & (1 << Self.bits - 1)
      }
      return .other
    }

    private static func slot(_ key: UInt64) -> Int {
      Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - bits))
    }
  }
}
