import Remittance
import Testing

@Suite("What the words of a payer say")
struct PurposeReadingTests {
  @Test(
    "an account's balance",
    arguments: [
      Row("Pour solde de tout compte", "balance"),
      Row("solde facture 101", "balance"),
      Row("BALANCE OF ACCOUNT", "balance"),
      Row("account total", "balance"),
      Row("total du compte", "balance"),
      Row("your statement of march", "balance, 3/-"),
      Row("Relevé du 31.03.2026", "balance"),
      Row("Saldo Kundenkonto", "balance"),
    ]
  )
  func balance(row: Row) {
    #expect(row.reading.purposes == row.expected)
  }

  @Test(
    "an advance",
    arguments: [
      Row("acompte", "advance"),
      Row("Acompte commande 4711", "advance"),
      Row("acompte sur commande 4711", "advance"),
      Row("avance sur travaux", "advance"),
      Row("deposit for order 4711", "advance"),
      Row("prepayment", "advance"),
      Row("payment on account", "advance"),
      Row("Anzahlung Bestellung 4711", "advance"),
      Row("à valoir", "advance"),
    ]
  )
  func advance(row: Row) {
    #expect(row.reading.purposes == row.expected)
  }

  @Test(
    "a part, and which",
    arguments: [
      Row("acompte sur facture FA-2026-0042", "part"),
      Row("acompte sur FA-2026-0042", "part"),
      Row("paiement partiel FA 101", "part"),
      Row("règlement partiel", "part"),
      Row("part payment INV 42", "part"),
      Row("partial payment", "part"),
      Row("Teilzahlung", "part"),
      Row("échéance 1/3", "part, 1 of 3"),
      Row("1ère échéance", "part, 1 of -"),
      Row("2eme echeance FA 101", "part, 2 of -"),
      Row("2nd instalment", "part, 2 of -"),
      Row("first instalment INV 42", "part, 1 of -"),
      Row("instalment 2 of 3", "part, 2 of 3"),
      Row("1. Rate", "part, 1 of -"),
      Row("3/3 échéance", "part, 3 of 3"),
      Row("deuxième versement", "part, 2 of -"),
      Row("tranche 2/4", "part, 2 of 4"),
    ]
  )
  func part(row: Row) {
    #expect(row.reading.purposes == row.expected)
  }

  @Test(
    "a credit note that is taken",
    arguments: [
      Row("avoir AV-17", "credit"),
      Row("less credit 17", "credit"),
      Row("moins avoir n° 17", "credit"),
      Row("credit note 815", "credit"),
      Row("Gutschrift 815", "credit"),
      Row("INV 101, CN-17", "credit"),
    ]
  )
  func credit(row: Row) {
    #expect(row.reading.purposes == row.expected)
  }

  @Test(
    "a discount that is taken",
    arguments: [
      Row("escompte 2%", "discount"),
      Row("FA 101 sous déduction de 2 %", "discount"),
      Row("2% Skonto", "discount"),
      Row("less 2 % early payment", "discount"),
      Row("early payment discount", "discount"),
      Row("remise 3 %", "discount"),
    ]
  )
  func discount(row: Row) {
    #expect(row.reading.purposes == row.expected)
  }

  @Test(
    "charges",
    arguments: [
      Row("moins frais 15,00", "charges"),
      Row("less charges", "charges"),
      Row("abzgl. Bankgebühren", "charges"),
      Row("frais bancaires", "charges"),
    ]
  )
  func charges(row: Row) {
    #expect(row.reading.purposes == row.expected)
  }

  @Test(
    "months, with their year or without",
    arguments: [
      Row("janvier 2026", "1/2026"),
      Row("factures de février 2026", "2/2026"),
      Row("Jan 26", "1/2026"),
      Row("Jan-26", "1/2026"),
      Row("01/2026", "1/2026"),
      Row("2026-03", "3/2026"),
      Row("march invoices", "3/-"),
      Row("Rechnungen März 2026", "3/2026"),
      Row("août 2026", "8/2026"),
      Row("Dez 2025", "12/2025"),
      Row("décembre", "12/-"),
    ]
  )
  func months(row: Row) {
    #expect(row.reading.purposes == row.expected)
  }

  @Test(
    "other words say nothing of it",
    arguments: [
      Row("Merci et bonne journée", ""),
      Row("SEPA CREDIT TRANSFER", ""),
      Row("échéance du 31/03/2026", ""),
      Row("versement", ""),
      Row("écheance 1/0", ""),
      Row("less 12 janvier 2026", ""),
      Row("payment by bank order", ""),
      Row("may we thank you", ""),
      Row("12 janvier 2026", ""),
      Row("remise de chèques", ""),
      Row("exchange rate", ""),
    ]
  )
  func nothing(row: Row) {
    #expect(row.reading.purposes == row.expected)
  }

  @Test(
    "words before a number say what it is the number of",
    arguments: [
      Row("PO 4711", "PO4711 purchaseOrder, 4711 purchaseOrder"),
      Row("purchase order no 4711", "4711 purchaseOrder"),
      Row("your order 4711", "4711 purchaseOrder"),
      Row("commande n° 4711", "4711 purchaseOrder"),
      Row("bon de commande 4711", "4711 purchaseOrder"),
      Row("Bestellung 4711", "4711 purchaseOrder"),
      Row("Bestellnr. 4711", "4711 purchaseOrder"),
      Row("Auftrag 4711", "4711 purchaseOrder"),
      Row("client 10023", "10023 customer"),
      Row("customer no 10023", "10023 customer"),
      Row("Kundennr. 10023", "10023 customer"),
      Row("compte client 10023", "10023 customer"),
      Row("account 10023", "10023 customer"),
      Row("facture 2026/101", "2026101 invoice"),
      Row("invoice no. 2026-0042", "20260042 invoice"),
      Row("Rechnung 42", "42 invoice"),
      Row("avoir 17", "17 creditNote"),
      Row("CN-17", "CN17 creditNote"),
      Row(
        "PO 4711 INV 101",
        "PO4711 purchaseOrder, 4711 purchaseOrder, INV101 invoice, 101 invoice"
      ),
      Row(
        "PO 4711, 4712",
        "PO4711 purchaseOrder, 4711 purchaseOrder, 4712 purchaseOrder, PO4712 purchaseOrder"
      ),
      Row("facture 101 client 10023", "101 invoice, 10023 customer"),
      Row("invoice Morel 4711", "MOREL4711 invoice, 4711 invoice"),
      Row("2026-0042", "20260042 -"),
      Row("12.03.2026", "12032026 date"),
      Row("PO-4711", "PO4711 purchaseOrder"),
    ]
  )
  func labels(row: Row) {
    #expect(row.reading.labels == row.expected)
  }
}
