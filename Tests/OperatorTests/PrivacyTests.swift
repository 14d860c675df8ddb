import Dispatch
import Foundation
import Messages
import OperatorKit
import Testing

@Suite("Personal data")
struct PrivacyTests {
  private func page(_ change: (inout PaymentDetails) -> Void, fullIBANs: Bool = false) -> String {
    var details = PaymentDetails.example
    change(&details)
    var style = Rendering.Style.plain
    style.showsIBANs = fullIBANs
    return Rendering.unidentified(
      ListUnidentified.Reply(
        payments: [UnidentifiedPayment(details: details, reason: "no evidence")],
        count: 1,
        sums: [details.amount],
        returns: [],
        returnCount: 0
      ),
      style: style
    )
  }

  @Test("a payer's IBAN is masked in lists, in the place of a name and within a text")
  func masked() {
    let nameless = page { $0.payer = Payer(name: nil, iban: "FR7630006000011234567890189") }
    #expect(nameless.contains("FR…0189"))
    #expect(!nameless.contains("30006000011234567890"))
    let text = page { $0.text = "from FR76 3000 6000 0112 3456 7890 189, thanks" }
    #expect(text.contains("from FR…0189, thanks"))
    #expect(!text.contains("3456"))
  }

  @Test("who asks for them gets them in full; what is no IBAN stays as it is")
  func asked() {
    let full = page(
      { $0.payer = Payer(name: nil, iban: "FR7630006000011234567890189") },
      fullIBANs: true
    )
    #expect(full.contains("FR7630006000011234"), "as far as the column goes")
    let wrong = page { $0.text = "FR7630006000011234567890188" }
    #expect(wrong.contains("FR76300060000112345678901"), "wrong check digits: an invoice's name")
  }

  @Test("IBANs are masked in an explanation's references and in a file's remarks, too")
  func everywhere() {
    var reply = ExplainPayment.exampleReply
    reply.details.references = ["FR7630006000011234567890189", "RF73INV20260042"]
    reply.details.endToEndID = "FR7630006000011234567890189"
    let page = Rendering.explanation(reply)
    #expect(page.contains("FR…0189, RF73INV20260042"))
    #expect(!page.contains("30006000011234567890"))
    var imported = GetImport.exampleReply
    imported.imported?.remarks = ["told by FR7630006000011234567890189 before"]
    let told = Rendering.imported(imported, file: "a.xml")
    #expect(told.contains("told by FR…0189 before"))
  }

  @Test("files of one name that are handed in at once lie side by side, each whole")
  func sideBySide() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let contents = (0..<8).map { Array(repeating: UInt8(ascii: "a") + UInt8($0), count: 100_000) }
    DispatchQueue.concurrentPerform(iterations: contents.count) { index in
      try? InboxWriter(folder: folder).put(BankFile(name: "day.xml", content: contents[index]))
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(names == (["day.xml"] + (2...8).map { "day-\($0).xml" }).sorted())
    let written = try names.map { Array(try Data(contentsOf: URL(filePath: "\(folder)/\($0)"))) }
    #expect(Set(written) == Set(contents))
  }

  @Test("a bank file that is handed in is its owner's alone, whatever its size")
  func handedIn() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let source = "\(folder)-source.xml"
    let content = Data(repeating: 0x20, count: 3_000_001)
    try content.write(to: URL(filePath: source))
    defer { try? FileManager.default.removeItem(atPath: source) }
    var told = 0
    try InboxWriter(folder: folder).put(copyOf: source) { told += $0.count }
    let name = URL(filePath: source).lastPathComponent
    #expect(told == content.count)
    #expect(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")) == content)
    func permissions(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try permissions("\(folder)/\(name)") == 0o600)
    #expect(try permissions(folder) == 0o700)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [name])
  }
}
