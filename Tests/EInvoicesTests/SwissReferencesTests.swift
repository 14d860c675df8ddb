import DomainKit
import EInvoiceBilling
import EInvoices
import Testing

@Suite("A QR reference and a QR-IBAN go with each other only")
struct SwissReferencesTests {
  private static let qrReference = "210000000003139471430009017"

  private static func findings(
    _ reference: String?,
    _ accounts: String...,
    type: DocumentType = .invoice
  ) throws -> [String] {
    var invoice = try #require(EInvoices.read(InvoiceText.ubl()).invoice)
    invoice.type = type
    invoice.remittance = reference
    invoice.paymentMeans = accounts.map {
      PaymentMeans(code: "30", account: PaymentAccount(number: $0))
    }
    return invoice.swissReferenceFindings.map { String($0.text.prefix(16)) }
  }

  @Test("one of them alone is refused")
  func alone() throws {
    let (qr, plain) = ("CH4431999123000889012", "CH9300762011623852957")
    #expect(try Self.findings(Self.qrReference, qr) == [])
    #expect(try Self.findings(Self.qrReference, plain) == ["BT-84 CH…2957 is"])
    #expect(try Self.findings(Self.qrReference, qr, plain) == ["BT-84 CH…2957 is"])
    #expect(try Self.findings("RF18539007547034", qr) == ["BT-84 CH…9012 is"])
    #expect(try Self.findings(nil, qr) == ["BT-84 CH…9012 is"])
    #expect(try Self.findings("RF18539007547034", plain) == [])
    #expect(try Self.findings(nil, plain) == [])
    #expect(try Self.findings(Self.qrReference) == [])
    #expect(try Self.findings(nil, qr, type: .creditNote) == [])
  }

  @Test("an account that is no IBAN is no QR-IBAN of which anything is known")
  func otherAccounts() throws {
    #expect(try Self.findings(Self.qrReference, "01-162-8") == [])
    #expect(try Self.findings("1234567897", "CH9300762011623852957") == [], "no 27 digits")
  }
}
