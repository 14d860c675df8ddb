/// What is wrong with one field, for a program (`code`) and for a person (`text`).
package struct FieldError: Codable, Equatable, Hashable, Sendable {
  package var field: String
  package var code: String
  package var text: String

  package init(field: String, code: String, text: String) {
    self.field = field
    self.code = code
    self.text = text
  }
}

/// What a refused call answers beside its status: every field that something is wrong with.
///
/// As gRPC's richer error model has it (`google.rpc.BadRequest`).
package struct CallRefusal: Codable, Equatable, Sendable {
  /// None where the status is about no field.
  package var errors: [FieldError]?

  package init(errors: [FieldError] = []) {
    self.errors = errors.isEmpty ? nil : errors
  }
}
