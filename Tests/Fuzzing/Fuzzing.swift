/// What libFuzzer feeds; `FUZZ_TARGET` in the environment names one.
enum FuzzTarget: String, CaseIterable {
  case camt
  case message

  func run(_ bytes: [UInt8]) {
    switch self {
    case .camt: CamtFuzz.run(bytes)
    case .message: MessageFuzz.run(bytes)
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
