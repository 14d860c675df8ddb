import BankFormats
import Messages

/// What libFuzzer feeds; `FUZZ_TARGET` in the environment names one.
enum FuzzTarget: String, CaseIterable {
  case advice820 = "x12-820"
  case aeb43
  case bai2
  case bgmax
  case camt
  case coda
  case csv
  case einvoice
  case esr
  case ktl
  case lockbox = "bai-lockbox"
  case message
  case mt940
  case ocrGiro = "ocr-giro"
  case ofx
  case remadv = "edifact-remadv"
  case remittance

  func run(_ bytes: [UInt8]) {
    switch self {
    case .advice820: AdviceFuzz(reader: X12AdviceReader()).run(bytes)
    case .aeb43: BankFileFuzz(reader: AEB43Reader()).run(bytes)
    case .bai2: BankFileFuzz(reader: BAI2Reader()).run(bytes)
    case .bgmax: BankFileFuzz(reader: BgMaxReader()).run(bytes)
    case .camt: BankFileFuzz(reader: CamtReader()).run(bytes)
    case .coda: BankFileFuzz(reader: CODAReader()).run(bytes)
    case .csv: BankFileFuzz(reader: CSVReader(Self.layout)).run(bytes)
    case .einvoice: InvoiceFuzz.run(bytes)
    case .esr: BankFileFuzz(reader: ESRReader()).run(bytes)
    case .ktl: BankFileFuzz(reader: KTLReader()).run(bytes)
    case .lockbox: BankFileFuzz(reader: LockboxReader()).run(bytes)
    case .message: MessageFuzz.run(bytes)
    case .mt940: BankFileFuzz(reader: MT940Reader()).run(bytes)
    case .ocrGiro: BankFileFuzz(reader: OCRGiroReader()).run(bytes)
    case .ofx: BankFileFuzz(reader: OFXReader()).run(bytes)
    case .remadv: AdviceFuzz(reader: REMADVReader()).run(bytes)
    case .remittance: RemittanceFuzz.run(bytes)
    }
  }

  /// Of the sample `house-bank.csv`.
  private static let layout: CSVLayout = {
    let text = """
      {"name": "house-bank", "delimiter": ";", "account": "DE89370400440532013000",
       "currency": "EUR", "dates": "DD.MM.YYYY", "decimalMark": ",", "groupingMark": ".",
       "leftOut": ["Endsaldo"],
       "columns": {"amount": "Betrag", "bookingDate": "Buchungstag", "valueDate": "Valuta",
         "payer": "Auftraggeber", "iban": "IBAN", "text": ["Verwendungszweck"],
         "bankReference": "Umsatz-ID", "balance": "Saldo"}}
      """
    guard let layout = try? JSONCoding.decode(CSVLayout.self, from: Array(text.utf8)) else {
      fatalError("the layout is none")
    }
    return layout
  }()

  /// Read once: the environment does not change while a fuzzer runs.
  static let chosen: FuzzTarget = {
    let name = environment("FUZZ_TARGET")
    guard let target = FuzzTarget(rawValue: name) else {
      let names = allCases.map(\.rawValue).joined(separator: ", ")
      fatalError("FUZZ_TARGET is '\(name)', expected one of: \(names)")
    }
    return target
  }()
}

/// libFuzzer's entry (https://llvm.org/docs/LibFuzzer.html): a trap or a failed precondition is a
/// finding, a return is none.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzTarget.chosen.run(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}
