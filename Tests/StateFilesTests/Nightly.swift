import Foundation

/// Long runs are made at night: `ENCOURS_NIGHTLY=1`.
enum Nightly {
  static let isOn = ProcessInfo.processInfo.environment["ENCOURS_NIGHTLY"] != nil
}
