import Foundation

/// A variable of the environment; empty when it is not set.
func environment(_ name: String) -> String {
  ProcessInfo.processInfo.environment[name] ?? ""
}
