import Foundation
import Remittance
import Testing

@Suite("Check digits of other people's references", .enabled(if: Vector.arePresent))
struct ReferenceVectorsTests {
  @Test("every reference that others call valid or invalid is so here", arguments: Vector.all)
  func vector(vector: Vector) throws {
    let kind = try #require(vector.referenceKind, "\(vector.kind) is unknown here")
    var reference = StructuredReference(vector.value, as: kind)
    // A Finnish reference may stand inside a creditor reference.
    if kind == .finnish, vector.value.hasPrefix("RF") {
      reference = StructuredReference(vector.value, as: .creditor).flatMap {
        StructuredReference($0.key, as: .finnish)
      }
    }
    let isValid =
      vector.kind == "se_ocr_luhn_length_digit"
      ? reference?.hasLengthDigit ?? false : reference != nil
    #expect(isValid == vector.upstreamValid ?? true, "\(vector.value)")
  }

  @Test("each valid one is given again to the number in it", arguments: Vector.valid)
  func givenAgain(vector: Vector) throws {
    let kind = try #require(vector.referenceKind)
    let reference = try #require(
      StructuredReference(vector.value, as: kind)
        ?? StructuredReference(vector.value, as: .creditor)
    )
    let text = reference.text
    let again = vector.schemes(of: reference).compactMap { scheme, checkDigits in
      scheme.reference(
        for: String(text.dropFirst(scheme == .creditor ? 4 : 0).dropLast(checkDigits))
      )
    }
    #expect(again.contains { $0.key == reference.key }, "\(again)")
  }

  @Test("one wrong digit is found out in every kind")
  func wrongDigit() {
    for vector in Vector.all where vector.upstreamValid ?? true {
      guard let kind = vector.referenceKind, kind != .norwegian, !vector.value.hasPrefix("RF"),
        let last = vector.value.lastIndex(where: \.isNumber),
        let digit = vector.value[last].wholeNumberValue
      else { continue }
      for other in 0...9 where other != digit {
        var text = vector.value
        text.replaceSubrange(last...last, with: String(other))
        #expect(StructuredReference(text, as: kind) == nil, "\(text) for \(vector.value)")
      }
    }
  }
}

/// A row of `references/vectors.json`, beside the project's root where it is there.
struct Vector: Decodable, CustomTestStringConvertible {
  var kind: String
  var value: String
  /// Nil for references from a file of payments, which are valid.
  var upstreamValid: Bool?

  var testDescription: String { "\(kind) \(value)" }

  var referenceKind: StructuredReference.Kind? {
    switch kind {
    case "iso11649": .creditor
    case "fi_viitenumero": .finnish
    case "ch_esr_mod10r": .swiss
    case "be_ogm_vcs": .belgian
    case "se_ocr_luhn", "se_ocr_luhn_length_digit": .swedish
    case "no_kid": .norwegian
    default: nil
    }
  }

  /// The schemes that may have given the reference, and how many digits check it at its end.
  func schemes(of reference: StructuredReference) -> [(ReferenceScheme, Int)] {
    switch reference.kind {
    case .creditor: [(.creditor, 0)]
    case .finnish: [(.finnish, 1)]
    case .swiss: [(.swiss, 1)]
    case .belgian: [(.belgian, 2)]
    case .swedish:
      kind == "se_ocr_luhn" ? [(.swedish(.checkDigit), 1)] : [(.swedish(.lengthDigit), 2)]
    case .norwegian: [(.norwegian(.mod10), 1), (.norwegian(.mod11), 1)]
    }
  }

  static var valid: [Vector] { all.filter { $0.upstreamValid ?? true } }

  static var arePresent: Bool { !all.isEmpty }

  static let all: [Vector] = {
    struct File: Decodable { var vectors: [Vector] }
    let url = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "../shared/data/references/vectors.json").standardizedFileURL
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let data = try? Data(contentsOf: url),
      let file = try? decoder.decode(File.self, from: data)
    else {
      print("skipped: there is no \(url.path)")
      return []
    }
    return file.vectors
  }()
}
