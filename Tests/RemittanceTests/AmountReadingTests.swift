import Remittance
import Testing

@Suite("Amounts in what a payer wrote")
struct AmountReadingTests {
  @Test(
    "an amount is read in French, English, German and Swiss figures",
    arguments: [
      Row("1.234,56", "", "1234.56"),
      Row("1 234,56", "", "1234.56"),
      Row("1,234.56 EUR", "", "1234.56EUR"),
      Row("1'234.56", "", "1234.56"),
      Row("1\u{2019}234.56", "", "1234.56"),
      Row("CHF 1'234", "", "1234.00CHF"),
      Row("1234,56 EUR", "", "1234.56EUR"),
      Row("€1,234.56", "", "1234.56"),
      Row("1.234,56€", "", "1234.56"),
      Row("EUR500", "", "500.00EUR"),
      Row("500EUR", "", "500.00EUR"),
      Row("500 EUR", "", "500.00EUR"),
      Row("EUR 1 234 567,89", "", "1234567.89EUR"),
      Row("1.234.567,89", "", "1234567.89"),
      Row("1\u{A0}234,56", "", "1234.56"),
      Row("1\u{202F}234,56", "", "1234.56"),
      Row("0,50", "", "0.50"),
      Row("-50.00", "", "-50.00"),
      Row("50,00-", "", "-50.00"),
      Row("(50.00)", "", "50.00"),
      Row("(50.00) 70.00", "", "-50.00 70.00"),
      Row("- 50,00 EUR", "", "50.00EUR"),
      Row("-EUR 50.00", "", "-50.00EUR"),
      Row("£12.99", "", "12.99"),
      Row("KWD 12.345", "", "12.345KWD"),
      Row("JPY 1,234", "", "1234JPY"),
      Row("1,234 KWD", "", "1.234KWD"),
      Row("CHF 500.-", "", "500.00CHF"),
    ]
  )
  func figures(row: Row) {
    #expect(row.reading.figures == row.amounts)
    #expect(row.reading.numbers == row.expected)
  }

  @Test(
    "what has neither decimals nor a currency is no amount",
    arguments: [
      Row("500", "500", ""),
      Row("1.234", "1234", ""),
      Row("12.03.2026", "12032026", ""),
      Row("101,102", "101 102", ""),
      Row("2,00 %", "", ""),
      Row("2.5%", "", ""),
      Row("2026/101", "2026101", ""),
      Row("1.2.3", "123", ""),
      Row("INV-101.00", "INV10100", ""),
      Row("vom 12.03", "1203", ""),
      Row("0042,43", "0042 43 +0043", ""),
    ]
  )
  func noFigures(row: Row) {
    #expect(row.reading.figures == row.amounts)
    #expect(row.reading.numbers == row.expected)
  }

  @Test(
    "an amount beside a number is that number's, and a total nobody's",
    arguments: [
      Row(
        "INV-2026-0042 1.234,56 EUR; INV-2026-0043 500,00",
        "INV20260042=1234.56EUR INV20260043=500.00",
        "1234.56EUR 500.00"
      ),
      Row(
        "FACT 101 500,00 102 300,00",
        "~FACT101=500.00 101=500.00 102=300.00 +FACT102=300.00",
        "500.00 300.00"
      ),
      Row("1.200,00 EUR pour facture FA20260042", "FA20260042=1200.00EUR", "1200.00EUR"),
      Row(
        "500,00 INV 101 300,00 INV 102",
        "~INV101=500.00 101=500.00 ~INV102=300.00 102=300.00 +INV102=300.00",
        "500.00 300.00"
      ),
      Row(
        "Total 800,00: INV 101 500,00, INV 102 300,00",
        "~INV101=500.00 101=500.00 ~INV102=300.00 102=300.00 +INV102=300.00",
        "800.00 500.00 300.00"
      ),
      Row("INV 101, 102, 103 total 1500,00", "~INV101 101 102 +INV102 103 +INV103", "1500.00"),
      Row("INV 101, 102, 103 1500,00", "~INV101 101 102 +INV102 103 +INV103", "1500.00"),
      Row("1500,00 EUR INV 101, 102, 103", "~INV101 101 102 +INV102 103 +INV103", "1500.00EUR"),
      Row(
        "INV 101: 500.00\nINV 102: 300.00\nCN 7: -50.00",
        "~INV101=500.00 101=500.00 ~INV102=300.00 102=300.00 +INV102=300.00 -~CN7=-50.00 -7=-50.00",
        "500.00 300.00 -50.00"
      ),
      Row(
        "INV 101 (500,00), INV 102 (300,00)",
        "~INV101=500.00 101=500.00 ~INV102=300.00 102=300.00 +INV102=300.00",
        "500.00 300.00"
      ),
      Row("Rechnung 2026/101 über 450,00", "2026101=450.00", "450.00"),
      Row("101 EUR 500,00 102 EUR 300,00", "101=500.00EUR 102=300.00EUR", "500.00EUR 300.00EUR"),
      Row("FA-101 = 500,00 FA-102 = 300,00", "FA101=500.00 FA102=300.00", "500.00 300.00"),
      Row("INV 101-EUR 50.00", "~INV101=50.00EUR 101=50.00EUR", "50.00EUR"),
      Row("facture 2026-0042 montant 1 234,56", "20260042=1234.56", "1234.56"),
      Row("FA 2026-0042 moins frais 15,00", "~FA20260042 20260042", "15.00"),
      Row(
        "INV 42 12 345,67",
        "~INV4212=345.67 ~INV42 ~4212=345.67 42 12=345.67",
        "12345.67 345.67"
      ),
      Row("42 345,67", "42=345.67", "42345.67 345.67"),
      Row("FA-42 100,00 moins avoir AV-7 20,00", "FA42=100.00 -AV7=20.00", "100.00 20.00"),
      Row("Invoice 4711 for 1,000.00 less 2% = 980.00", "4711=1000.00", "1000.00 980.00"),
      Row(
        "INV-101 100.00 INV-102 200.00 CN-7 -20.00",
        "INV101=100.00 INV102=200.00 -CN7=-20.00",
        "100.00 200.00 -20.00"
      ),
    ]
  )
  func beside(row: Row) {
    #expect(row.reading.figures == row.amounts)
    #expect(row.reading.numbers == row.expected)
  }
}
