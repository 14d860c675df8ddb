import Remittance
import Testing

@Suite("Numbers in what a payer wrote")
struct NumberReadingTests {
  @Test(
    "a number is read however it is written",
    arguments: [
      Row("INV-2026-0042", "INV20260042"),
      Row("inv-2026-0042", "INV20260042"),
      Row("Payment for INV.2026/0042, thank you", "INV20260042"),
      Row("(INV2026-0042)", "INV20260042"),
      Row("RE-2026-0042/Morel", "RE20260042"),
      Row("/INV/2026-0042/ROC/MOREL", "INV20260042"),
      Row("Facture n° 2026/101", "2026101"),
      Row("Facture Nº 2026/101", "2026101"),
      Row("FACT.4711", "FACT4711"),
      Row("Fact. 4711", "~FACT4711 4711"),
      Row("Votre facture FA20260042 du 12/03", "FA20260042 1203"),
      Row("VIREMENT FA_2026_0042 ATELIERS MOREL", "FA20260042"),
      Row("Paiement facture F-12345 merci", "F12345"),
      Row("Rechnung Nr. 900017423", "900017423"),
      Row("Rg.Nr. 900017423 vom 12.03.2026", "~RG900017423 900017423 12032026"),
      Row("Inv. no. 42", "~INV42 42"),
      Row("invoice 7", "7"),
      Row("Zahlung zu R2026.03.117", "R202603117"),
      Row("AB12-C3", "AB12C3"),
      Row("2026-MAR-017", "2026MAR017"),
      Row("42E", "42E"),
      Row("Règlement votre facture réf. FR-2026-00117 du 3 février", "FR202600117"),
      Row("TIERS PAYEUR 2026-0042-A", "20260042A 20260042"),
      Row("INV-2O26-OO42", "INV2O26OO42"),
      Row("2026/O042", "2026O042"),
      Row("FACTURE2026/101 ATELIERS MOREL", "FACTURE2026101 2026101"),
      Row("INVOICEVK/26/007882", "INVOICEVK26007882 VK26007882"),
      Row("RECHNUNGRG-2026-42A", "RECHNUNGRG202642A RG202642A"),
      Row("INVOICE0042", "INVOICE0042 0042"),
      Row("INVOICEVK 42", "42"),
      Row("NOVK/26/008580", "NOVK26008580 VK26008580"),
      Row("Fact. noVK26008114 merci", "NOVK26008114 VK26008114"),
      Row("INV.VK/26/010406", "INVVK26010406 VK26010406"),
      Row("V K/26/007852", "~VK26007852 K26007852"),
      Row("F A202605888", "~FA202605888 A202605888"),
      Row("NOVA-42", "NOVA42 VA42"),
      Row("NO900000952", "NO900000952 900000952"),
      Row("fact900001297", "FACT900001297 900001297"),
      Row("FA900001297", "FA900001297"),
      Row("FÄ-2026-0042", "FÄ20260042"),
      Row("Ф-2026-0042", "Ф20260042"),
    ]
  )
  func whole(row: Row) {
    #expect(row.reading.numbers == row.expected)
  }

  @Test(
    "its pieces may stand apart, or on two lines",
    arguments: [
      Row("INV 2026 00 42", "~INV20260042 ~INV202600 ~INV2026 ~20260042 ~202600 2026 ~0042 00 42"),
      Row("INV-20\n26-0042", "~INV20260042 INV20 260042"),
      Row("VIR SEPA ATELIERS MOREL FACT. FA-\n2026-0042", "~FA20260042 20260042"),
      Row("FA 2026 0042", "~FA20260042 ~FA2026 ~20260042 2026 0042"),
      Row("F 12345", "~F12345 12345"),
      Row("INV No 2026-0042", "~INV20260042 20260042"),
      Row("INV: 20260042", "~INV20260042 20260042"),
      Row("900 017 423", "~900017423 ~900017 900 ~017423 017 423"),
      Row("Rechnung RE 2026\n0042", "~RE20260042 ~RE2026 ~20260042 2026 0042"),
      Row("INV 2026 / 0042", "~INV20260042 ~INV2026 ~20260042 2026 0042 +INV0042"),
      Row("INV - 2026 - 0042", "~INV20260042 ~INV2026 ~20260042 2026 0042"),
      Row("INV 2026 OO42", "~INV2026OO42 ~INV2026 ~2026OO42 2026 OO42"),
    ]
  )
  func joined(row: Row) {
    #expect(row.reading.numbers == row.expected)
  }

  @Test(
    "a list completes its numbers from the first",
    arguments: [
      Row("2026/101, 102 et 104", "2026101 102 +2026102 104 +2026104"),
      Row("INV 101/102/103", "~INV101102103 ~INV101 101102103 101 102 +INV102 103 +INV103"),
      Row("INV-2026-0042, 43, 44", "INV20260042 43 +INV20260043 44 +INV20260044"),
      Row("Virement FA-2026-0042 / FA-2026-0043", "FA20260042 FA20260043"),
      Row("factures 101, 102 et 104", "101 102 104"),
      Row("invoices 101 and 102", "101 102"),
      Row("INV 101 & 102 & 104", "~INV101 101 102 +INV102 104 +INV104"),
      Row("INV 101 + 102", "~INV101 101 102 +INV102"),
      Row("INV101/INV102", "INV101 INV102"),
      Row("INV101;INV102;INV103", "INV101 INV102 INV103"),
      Row("FA-2026-0042, 2026-0043", "FA20260042 20260043 +FA20260043"),
      Row("FA 2026-99, 100, 101", "~FA202699 202699 100 +FA2026100 101 +FA2026101"),
      Row("Factures n° 1101 1102", "~11011102 1101 1102"),
      Row(
        "INV 101 102 103",
        "~INV101102103 ~INV101102 ~INV101 ~101102103 ~101102 101 ~102103 102 +INV102 103 +INV103"
      ),
      Row("Invoice 2026 0042 0043", "~202600420043 ~20260042 2026 ~00420043 0042 0043"),
      Row("FA20260042, 43 et 44", "FA20260042 43 +FA20260043 44 +FA20260044"),
      Row("Rechnungen 2026-0042, 0043 u. 0044", "20260042 0043 +20260043 0044 +20260044"),
      Row("Rechn. RE-2026-0042/43/44", "RE202600424344 RE20260042 43 +RE20260043 44 +RE20260044"),
      Row("factures 12, 13 et facture 15", "12 13 15"),
      Row("facture 101\nfacture 102", "101 102"),
      Row("INV-2026-0042\nINV-2026-0043", "INV20260042 INV20260043"),
      Row("invoices 7, 8 and 9", "7 8 9"),
      Row("INV-2026-0042, INV-2026-0043", "INV20260042 INV20260043"),
      Row("INV-2026-0042,43", "INV20260042 43 +INV20260043"),
      Row("2026/101, 2027/5", "2026101 20275"),
      Row("FA-2026-0042, CN-17", "FA20260042 -CN17"),
      Row("FA-2026-0042 et n° 43", "FA20260042 43 +FA20260043"),
      Row("101,102,103", "101 102 103"),
      Row("Ihre Rechnungen: 4711; 4712; 4715", "4711 4712 4715"),
    ]
  )
  func listed(row: Row) {
    #expect(row.reading.numbers == row.expected)
  }

  @Test(
    "a range is the numbers between, and its last",
    arguments: [
      Row("INV 101-104", "~INV101104 :INV102 :INV103 :INV104 ~INV101 101104 :102 :103 :104 101"),
      Row("de 101 a 104", ":102 :103 :104 101 104"),
      Row("facture de 101 à 104", ":102 :103 :104 101 104"),
      Row("factures n° 0098 à 0101", ":0099 :0100 :0101 0098 0101"),
      Row("INV 101 to 104", ":INV102 :INV103 :INV104 ~INV101 :102 :103 :104 101 104"),
      Row("INV 101..103", "~INV101103 :INV102 :INV103 ~INV101 ~101103 :102 :103 101 103"),
      Row("INV 101...103", "~INV101103 :INV102 :INV103 ~INV101 ~101103 :102 :103 101 103"),
      Row(
        "INV-2026-0042 - INV-2026-0045",
        ":INV20260043 :INV20260044 :INV20260045 INV20260042 INV20260045"
      ),
      Row(
        "INV-2026-0042-0045 Morel",
        "INV202600420045 :INV20260043 :INV20260044 :INV20260045 INV20260042"
      ),
      Row("2026/101-103", "2026101103 :2026102 :2026103 2026101"),
      Row(
        "FA202601124-01126 Morel",
        "FA20260112401126 :FA202601125 :FA202601126 FA202601124"
      ),
      Row("FA2026-0042 merci", "FA20260042"),
      Row("Rechnungen 101 bis 103", ":102 :103 101 103"),
      Row("INV101-INV103", ":INV102 :INV103 INV101 INV103"),
      Row("invoices 1001 through 1003", ":1002 :1003 1001 1003"),
      Row(
        "FA 2026-0042 au 2026-0044",
        ":FA20260043 :FA20260044 ~FA20260042 :20260043 :20260044 20260042 20260044"
      ),
      Row("2026-101-104", "2026101104 :2026102 :2026103 :2026104 2026101"),
      Row("INV 104-101", "~INV104101 104101"),
      Row("INV 101 to 900", "~INV101 101 900"),
      Row("invoice 1001 to 3", ":1002 :1003 1001 3"),
      Row("101 - 104", "~101104 :102 :103 :104 101 104"),
      Row("invoices 98-101", "98101 :99 :100 :101 98"),
      Row(
        "INV 0098-0101",
        "~INV00980101 :INV0099 :INV0100 :INV0101 ~INV0098 00980101 :0099 :0100 :0101 0098"
      ),
      Row("12-2026", "122026"),
    ]
  )
  func ranged(row: Row) {
    #expect(row.reading.numbers == row.expected)
  }

  @Test(
    "a credit note, and what is taken off, is a credit",
    arguments: [
      Row("FA-2026-0042 moins avoir AV-17", "FA20260042 -AV17"),
      Row("FA 101 moins avoir n° 17", "~FA101 101 -17"),
      Row("INV-2026-0042 less credit note CN 17/2026", "INV20260042 -~CN172026 -172026"),
      Row(
        "INV 101, INV 102 less CN 17 and 18 Morel",
        "~INV101 101 ~INV102 102 +INV102 -~CN17 -17 -18 -+CN18"
      ),
      Row("avoirs 17 et 18", "-17 -18"),
      Row("Rechnung 4711 abzgl. Gutschrift Nr. 815", "4711 -815"),
      Row("FA-2026-0042 -AV-2026-0007", "FA20260042 -AV20260007"),
      Row("credit memo 1234 against invoice 5678", "-1234 5678"),
      Row("SEPA CREDIT TRANSFER 4711", "4711"),
      Row("note de credit n° 815", "-815"),
      Row("credit note for invoice 5678", "5678"),
      Row("Nota NC-12", "-NC12"),
      Row("INV 101 minus 102", "~INV101 101 -102"),
      Row("AV123", "-AV123"),
      Row("INV-101 100.00 CN-7 (20.00)", "INV101=100.00 -CN7=-20.00"),
      Row("INV-101 100.00 INV-102 -20.00", "INV101=100.00 -INV102=-20.00"),
    ]
  )
  func credited(row: Row) {
    #expect(row.reading.numbers == row.expected)
  }

  @Test(
    "what is no number is not offered, a day and what stands alone are the caller's to judge",
    arguments: [
      Row("Merci de votre confiance", ""),
      Row("31.03.2026", "31032026"),
      Row("12/03/26", "120326"),
      Row("Escompte 2,00 %", ""),
      Row("remise de 3% sur tout", ""),
      Row("du 12 janvier 2026", ""),
      Row("1ère échéance", ""),
      Row("5", ""),
      Row("Solde au 31 mars 2026", ""),
      Row("EUR 500", ""),
      Row("2026-0042 2%", "20260042"),
      Row("MOREL 12.03.2026", "12032026"),
      Row("Rechnung 101 vom 12-MAR-2026", "101"),
      Row("Tel 01 42", "~TEL0142 ~TEL01 ~0142 01 42"),
    ]
  )
  func nothing(row: Row) {
    #expect(row.reading.numbers == row.expected)
  }

  @Test(
    "what ends where a text of 35, of 140, of 18 or a German line of 27 ends may go on",
    arguments: [
      Row("VIREMENT ATELIERS MOREL INV-2026-00", "INV202600…"),
      Row("ATELIERS MOREL SARL PAIEMENT INV-20", "INV20…"),
      Row("ATELIERS MOREL SAS PAIEMENT FA2026-", "FA2026…"),
      Row("RÈGLEMENT ATELIERS MOREL FACT 90001", "~FACT90001… 90001…"),
      Row("INVOICE INV-2026-0", "INV20260…"),
      Row("RE-2026-0041, RE-2026-00422\nRE-2026-0043", "RE20260041 RE202600422… RE20260043"),
      Row("INV-2026-00", "INV202600"),
      Row("PAIEMENT INV-2026-0042 DU MOIS DE X", "INV20260042"),
    ]
  )
  func cut(row: Row) {
    #expect(row.reading.numbers == row.expected)
  }
}
