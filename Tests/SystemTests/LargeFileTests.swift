import Crypto
import DomainKit
import Foundation
import HouseKit
import Messages
import OperatorKit
import ServiceKit
import Testing

/// `ENCOURS_LARGE_FILE_MB` says how large; 200 where it is not set, and 20 where every entry is a
/// customer's payment.
@Suite("A large bank file in a real house", .enabled(if: LargeFile.isOn), .serialized)
struct LargeFileTests {
  /// What payment intake may take at its peak: for itself and whatever file, for each payment that
  /// it keeps, and for the digest of each entry's reference while the file is read.
  static let ownKiB = 80 * 1024
  static let paymentKiB = 3
  static let entriesPerKiB = 16

  @Test(
    "it is taken whole, calls are answered meanwhile, and memory grows with what is kept alone",
    arguments: [(payments: 1, megabytes: 200), (payments: 100, megabytes: 20)]
  )
  func taken(payments: Int, megabytes: Int) throws {
    let house = try House(port: 26_850, partitions: 2)
    defer { house.close() }
    try house.runner().open(CalendarDate(literal: "2026-03-10"))
    let path = house.folder.appending(path: "large.xml")
    let file = try LargeFile.write(
      to: path,
      megabytes: LargeFile.megabytes ?? megabytes,
      paymentsInHundred: payments
    )
    try house.inbox.put(copyOf: path.path)

    let calls = try house.calls()
    defer { calls.close() }
    var answers = 0
    var steps: Set<ImportProgress.Step> = []
    var reply = GetImport.Reply(state: .unknown)
    let deadline = ContinuousClock.now + .seconds(3600)
    while reply.state != .imported {
      guard ContinuousClock.now < deadline, reply.state != .rejected else {
        Issue.record("\(reply), \(house.log(of: .paymentIntake))")
        return
      }
      // No answer within two seconds, and the test fails.
      reply = try calls.call(GetImport(contentHash: file.hash), timeout: .seconds(2))
      if let step = reply.progress?.step { steps.insert(step) }
      answers += 1
      Thread.sleep(forTimeInterval: 0.1)
    }
    let imported = try #require(reply.imported)
    #expect(imported.entries == file.entries)
    #expect(imported.payments == file.payments)
    #expect(imported.received == [Money(file.received, .euro)])
    #expect(steps == [.checking, .takingIn], "of \(answers) answers")
    let peak = try Self.peakKiB(of: try #require(house.processID(of: .paymentIntake)))
    let bound =
      Self.ownKiB + file.payments * Self.paymentKiB + file.entries / Self.entriesPerKiB
    let size = "\(file.megabytes) MB, \(file.entries) entries, \(file.payments) payments"
    print("\(size): peak \(peak) KiB of \(bound)")
    #expect(peak < bound)
  }

  /// VmHWM: the largest that the process has ever been.
  private static func peakKiB(of process: Int32) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(line.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.first)
  }
}

/// A camt.053 of our own payments, which intake does not keep, and of customers', which it does.
struct LargeFile {
  var hash: String
  var megabytes: Int
  var entries: Int
  var payments: Int
  /// Cents.
  var received: Int64

  static let isOn = ProcessInfo.processInfo.environment["ENCOURS_NIGHTLY"] != nil
  static let megabytes =
    ProcessInfo.processInfo.environment["ENCOURS_LARGE_FILE_MB"].flatMap { Int($0) }

  private static let credit = 1234
  private static let debit = 10

  static func write(
    to path: URL,
    megabytes: Int,
    paymentsInHundred: Int
  ) throws -> LargeFile {
    let entries = megabytes * 1_000_000 / entry(0, isCredit: true).utf8.count / 100 * 100
    let payments = entries / 100 * paymentsInHundred
    let closing = payments * credit - (entries - payments) * debit
    _ = FileManager.default.createFile(atPath: path.path, contents: nil)
    let file = try FileHandle(forWritingTo: path)
    defer { try? file.close() }
    var digest = SHA256()
    func write(_ text: String) throws {
      let data = Data(text.utf8)
      digest.update(data: data)
      try file.write(contentsOf: data)
    }
    try write(head(closing: closing))
    for block in stride(from: 0, to: entries, by: 100) {
      try write((0..<100).map { entry(block + $0, isCredit: $0 < paymentsInHundred) }.joined())
    }
    try write("</Stmt></BkToCstmrStmt></Document>\n")
    return LargeFile(
      hash: digest.finalize().map { String(format: "%02x", $0) }.joined(),
      megabytes: megabytes,
      entries: entries,
      payments: payments,
      received: Int64(payments * credit)
    )
  }

  private static func head(closing: Int) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
    <GrpHdr><MsgId>LARGE</MsgId><CreDtTm>2026-03-10T18:00:00</CreDtTm></GrpHdr>
    <Stmt><Id>LARGE</Id><CreDtTm>2026-03-10T18:00:00</CreDtTm>
    <Acct><Id><IBAN>NL26VAYB8060476890</IBAN></Id><Ccy>EUR</Ccy></Acct>
    \(balance("OPBD", 0))\(balance("CLBD", closing))
    """
  }

  private static func balance(_ code: String, _ cents: Int) -> String {
    """
    <Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp>
    <Amt Ccy="EUR">\(decimal(abs(cents)))</Amt>
    <CdtDbtInd>\(cents < 0 ? "DBIT" : "CRDT")</CdtDbtInd><Dt><Dt>2026-03-10</Dt></Dt></Bal>

    """
  }

  private static func entry(_ number: Int, isCredit: Bool) -> String {
    let reference = "LARGE" + String(String(1_000_000_000 + number).dropFirst())
    return """
      <Ntry><Amt Ccy="EUR">\(decimal(isCredit ? credit : debit))</Amt>
      <CdtDbtInd>\(isCredit ? "CRDT" : "DBIT")</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
      <BookgDt><Dt>2026-03-10</Dt></BookgDt><ValDt><Dt>2026-03-10</Dt></ValDt>
      <AcctSvcrRef>\(reference)</AcctSvcrRef><BkTxCd/><NtryDtls><TxDtls>
      <Refs><EndToEndId>E2E-\(reference)</EndToEndId></Refs><RltdPties>
      <Dbtr><Pty><Nm>Ateliers Morel</Nm></Pty></Dbtr>
      <Cdtr><Pty><Nm>Harbor en Zonen B.V.</Nm></Pty></Cdtr></RltdPties>
      <RmtInf><Ustrd>goods and services of March 2026, number \(reference)</Ustrd></RmtInf>
      </TxDtls></NtryDtls></Ntry>

      """
  }

  private static func decimal(_ cents: Int) -> String {
    let fraction = String(100 + cents % 100).dropFirst()
    return "\(cents / 100).\(fraction)"
  }
}
