/// A rule said no to the settings.
package struct RefusedSettings: Error, CustomStringConvertible {
  package let reason: String

  package var description: String { "the settings are refused: \(reason)" }
}
