import Remittance
import Testing

@Suite("Account numbers in texts")
struct IBANMaskingTests {
  @Test(
    "are masked however they are written and whatever stands around them",
    arguments: [
      ("DE89370400440532013000", "DE…3000"),
      ("de89370400440532013000", "DE…3000"),
      ("$.date: 'DE89370400440532013000' is none", "$.date: 'DE…3000' is none"),
      ("from FR76 3000 6000 0112 3456 7890 189, thanks", "from FR…0189, thanks"),
      ("FR76 30006 00001 12345678901 89", "FR…0189"),
      ("DE89\u{A0}3704\u{A0}0044\u{A0}0532\u{A0}0130\u{A0}00", "DE…3000"),
      ("FR76\u{202F}3000\u{202F}6000\u{202F}0112 3456 7890 189", "FR…0189"),
      ("over NL91ABNA04\r\n17164300 paid", "over NL…4300 paid"),
      ("?31DE89370400440532013000?32MOREL", "?31DE…3000?32MOREL"),
      ("IBANNL91ABNA0417164300;iban:NL91ABNA0417164300", "IBANNL…4300;iban:NL…4300"),
      ("GB82WEST12345698765432/BE68539007547034", "GB…5432/BE…7034"),
      ("é DE89370400440532013000 é", "é DE…3000 é"),
    ]
  )
  func masked(text: String, shown: String) {
    #expect(IBAN.masking(text) == shown)
    #expect(IBAN.masking(shown) == shown, "what is masked stays so")
  }

  @Test(
    "and what is none stays as it is",
    arguments: [
      "", "DE", "DE89", "DE89370400440532013001", "RF18539007547034", "EI-2026-000001",
      "XDE89370400440532013000", "DE89370400440532013000X", "31DE89370400440532013000",
      "net 30, 1,200.00 EUR until 2026-03-31", "+++090/9337/55493+++", "é  \n\t\r",
    ]
  )
  func others(text: String) {
    #expect(IBAN.masking(text) == text)
  }
}
