import BankFormats

/// What libFuzzer feeds; `FUZZ_TARGET` in the environment names one.
enum FuzzTarget: String, CaseIterable {
  case aeb43
  case bai2
  case bgmax
  case camt
  case coda
  case message
  case mt940
  case ocrGiro = "ocr-giro"
  case ofx

  func run(_ bytes: [UInt8]) {
    switch self {
    case .aeb43: BankFileFuzz(reader: AEB43Reader()).run(bytes)
    case .bai2: BankFileFuzz(reader: BAI2Reader()).run(bytes)
    case .bgmax: BankFileFuzz(reader: BgMaxReader()).run(bytes)
    case .camt: BankFileFuzz(reader: CamtReader()).run(bytes)
    case .coda: BankFileFuzz(reader: CODAReader()).run(bytes)
    case .message: MessageFuzz.run(bytes)
    case .mt940: BankFileFuzz(reader: MT940Reader()).run(bytes)
    case .ocrGiro: BankFileFuzz(reader: OCRGiroReader()).run(bytes)
    case .ofx: BankFileFuzz(reader: OFXReader()).run(bytes)
    }
  }

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
