import Crypto
import DomainKit
import Foundation
import HouseKit
import Messages
import OperatorKit
import ServiceKit
import Terms
import Testing

/// Whose money it is stands in files that are their owner's alone, and in no log.
@Suite("Personal data in the house", .serialized)
struct PersonalDataTests {
  private static let own = "FR7630004000031234567890143"
  private static let payers = [
    "DE89370400440532013000", "NL91ABNA0417164300", "GB82WEST12345698765432",
    "BE68539007547034", "FR7630006000011234567890189",
  ]

  @Test("neither payments nor what is refused of them bring an account number into a log")
  func logs() throws {
    let bench = try RubbishBench(port: 26_986)
    defer { bench.close() }
    try takeIn(Self.statement(), as: .imported, bench)
    for file in Self.unfit() { try takeIn(file, as: .rejected, bench) }
    _ = try bench.emptyBins(expecting: Self.unfit().count)
    for message in Self.malformed { try bench.publish(message) }
    _ = try bench.emptyBins(expecting: Self.malformed.count)
    try refuseCalls(bench)
    try bench.goOn()

    let invoicing = try log(of: .invoicing, saying: 3, bench)
    for shown in ["DE…3000", "NL…4300", "GB…5432"] { #expect(invoicing.contains(shown)) }
    let intake = try log(of: .paymentIntake, saying: 2, bench)
    for shown in ["BE…7034", "FR…0189"] { #expect(intake.contains(shown)) }
    for service in ServiceName.allCases {
      let text = try bench.house.wholeLog(of: service)
      #expect(text.contains("started"), "\(service) has a log")
      #expect(AccountNumbers.found(in: text).filter { $0 != Self.own } == [], "\(service)")
      let packed = text.filter { !$0.isWhitespace }
      for payer in Self.payers { #expect(!packed.contains(payer.dropFirst(4)), "\(service)") }
    }
    let reasons = try bench.calls.everyStatus(partitions: bench.house.partitions)
      .flatMap(\.status.exceptions).map(\.reason)
    // What has no envelope is nobody's message, and in the log alone.
    #expect(reasons.contains { $0.contains("DE…3000") })
    #expect(AccountNumbers.found(in: reasons.joined(separator: "\n")) == [])
    try expectOwnersAlone(bench)
  }

  @Test("the search finds what it looks for")
  func search() {
    let statement = String(decoding: Self.statement().content, as: UTF8.self)
    #expect(Set(AccountNumbers.found(in: statement)).isSuperset(of: Self.payers + [Self.own]))
    let text = "payer 'DE89 3704 0044 0532 0130 00' paid\nRF18539007547034 DE89370400440532013001"
    #expect(AccountNumbers.found(in: text).first == Self.payers[0])
    #expect(!AccountNumbers.found(in: text).contains("DE89370400440532013001"))
  }

  // MARK: What comes in

  /// Lines of payers, whose account numbers stand in every place that a bank has for them.
  private static func statement(_ number: Int64 = 1) -> BankFile {
    let euro = Currency(literal: "EUR")
    var writer = BankStatementWriter(iban: own, opening: .zero(euro))
    let day = CalendarDate(literal: "2026-03-02")
    let lines = payers.enumerated().map { index, payer in
      var line = BankStatementWriter.Line(
        amount: Money(number * 100 + Int64(index), euro),
        valueDate: day,
        servicerReference: "REF-\(number)-\(index)"
      )
      (line.payerName, line.payerIBAN, line.endToEndID) = (payer, payer, payer)
      line.text = "GOOD-1 paid from \(payer)"
      return line
    }
    var file = writer.statement(of: day, lines)
    file.name = "statement-\(number).xml"
    return file
  }

  /// Statements in which a payer's account number stands where something else should.
  private static func unfit() -> [BankFile] {
    let date = "<ValDt><Dt>"
    let amount = #"<Ntry><Amt Ccy="EUR">"#
    let direction = "<CdtDbtInd>"
    return [
      unfit(2, "\(date)2026-03-02", "\(date)\(payers[0])"),
      unfit(3, amount, "\(amount)\(payers[1])"),
      unfit(4, "\(direction)CRDT</CdtDbtInd><Sts>", "\(direction)\(payers[2])</CdtDbtInd><Sts>"),
    ]
  }

  private static func unfit(_ number: Int64, _ found: String, _ wrong: String) -> BankFile {
    var file = statement(number)
    let text = String(decoding: file.content, as: UTF8.self)
    precondition(text.contains(found), "'\(found)' is not in the statement")
    file.content = Array(text.replacing(found, with: wrong).utf8)
    return file
  }

  private func takeIn(
    _ file: BankFile,
    as state: GetImport.Reply.State,
    _ bench: RubbishBench
  ) throws {
    let hash = SHA256.hash(data: file.content)
      .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    try bench.house.inbox.put(file)
    let deadline = ContinuousClock.now + .seconds(20)
    var reply = try bench.calls.call(GetImport(contentHash: hash))
    while ![.imported, .rejected].contains(reply.state), ContinuousClock.now < deadline {
      reply = try bench.calls.call(GetImport(contentHash: hash))
    }
    #expect(reply.state == state, "\(file.name)")
  }

  /// Three for invoicing, two for payment intake.
  private static let malformed = [
    message(
      BillingInvoiceIssued.type,
      id: "a",
      #"{"invoice":"A","account":"C-1001","issueDate":"\#(payers[0])"}"#
    ),
    message(BillingInvoiceIssued.type, id: "b", #"{"\#(payers[1])":1,"\#(payers[1])":2}"#),
    message(BillingInvoiceIssued.type, id: "paid/\(payers[2])", "{}"),
    message(
      BillingPaymentCaptured.type,
      id: "d",
      """
      {"provider":"cardpay","providerPayment":"P-1","valueDate":"2026-03-02",\
      "amount":{"amount":"\(payers[3])","currency":"EUR"}}
      """
    ),
    WireMessage(
      exchange: ExchangeName.rpc,
      routingKey: RoutingKey.rpc(.paymentIntake),
      properties: MessageProperties(
        contentType: "application/json",
        messageID: "e",
        correlationID: "1",
        type: payers[4],
        userID: House.administrator
      ),
      headers: [:],
      body: Array("{}".utf8)
    ),
  ]

  private static func message(_ type: String, id: String, _ body: String) -> WireMessage {
    WireMessage(
      exchange: ExchangeName.billing,
      routingKey: type,
      properties: MessageProperties(contentType: "application/json"),
      headers: [
        "cloudEvents_specversion": .string("1.0"), "cloudEvents_type": .string(type),
        "cloudEvents_source": .string("/rubbish"), "cloudEvents_id": .string(id),
      ],
      body: Array(body.utf8)
    )
  }

  /// Calls that are refused, with an account number among what was asked.
  private func refuseCalls(_ bench: RubbishBench) throws {
    let caller = try RawCaller(bench)
    defer { caller.close() }
    let status = try caller.call(
      RubbishCall(
        name: "an account number for a day",
        body: #"{"date":"\#(Self.payers[0])"}"#,
        code: .invalidArgument,
        says: ""
      )
    )
    #expect(status.code == .invalidArgument && status.text.contains(Self.payers[0]))
    let account = BillingAccountUpserted(
      account: "C-2001",
      revision: 1,
      name: Self.payers[1],
      currency: .euro,
      country: "France",
      ibans: [Self.payers[2]],
      terms: "net 30"
    )
    let refused = #expect(throws: CallStatus.self) {
      try bench.calls.call(SubmitAccount(account: account), key: "personal-data")
    }
    #expect(refused?.errors.map(\.field) == ["country"])
  }

  // MARK: What is left of it

  /// A service's log once it says of so many messages that they are set aside.
  private func log(
    of service: ServiceName,
    saying count: Int,
    _ bench: RubbishBench
  ) throws -> String {
    let deadline = ContinuousClock.now + .seconds(10)
    while true {
      let text = try bench.house.wholeLog(of: service)
      let said = text.split(separator: "\n").filter { $0.contains(#""message":"set aside""#) }.count
      guard said < count, ContinuousClock.now < deadline else {
        #expect(said == count, "\(service)")
        return text
      }
    }
  }

  /// Bank files, the reasons beside them, journals and snapshots.
  private func expectOwnersAlone(_ bench: RubbishBench) throws {
    var files = 0
    for folder in [bench.house.inbox.folder, bench.house.stateFolder.path] {
      let paths = try FileManager.default.subpathsOfDirectory(atPath: folder)
      for path in paths.map({ "\(folder)/\($0)" }) {
        // A draft may have gone meanwhile.
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
          attributes[.type] as? FileAttributeType == .typeRegular,
          let permissions = attributes[.posixPermissions] as? Int
        else { continue }
        #expect(permissions & 0o077 == 0, "\(path)")
        files += 1
      }
    }
    #expect(files > 10)
  }
}
