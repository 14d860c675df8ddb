package import BankFormats
import Messages
import ServiceKit
package import StateFiles

/// The CSV layouts that a house has described, a JSON file each.
package enum LayoutFolder {
  /// More than any description has.
  private static let maximumBytes = 1024 * 1024

  /// In the order of the files' names; throws ``SettingsError`` for a file that is no layout.
  package static func layouts(
    in folder: String,
    files: any FileSystem
  ) throws -> [CSVLayout] {
    let names = try files.entries(of: folder)
      .filter { $0.kind == .file && $0.name.hasSuffix(".json") && !$0.name.hasPrefix(".") }
      .map(\.name)
    var layouts: [CSVLayout] = []
    for name in names {
      let path = "\(folder)/\(name)"
      let file = try files.open(path, for: .read)
      defer { file.close() }
      let bytes = try file.read(at: 0, count: maximumBytes)
      do {
        layouts.append(try JSONCoding.decode(CSVLayout.self, from: bytes))
      } catch {
        throw SettingsError(
          name: "inbox.layouts",
          value: path,
          expected: "a layout of CSV files: \(error)"
        )
      }
    }
    let repeated = Dictionary(grouping: layouts, by: \.name).filter { $0.value.count > 1 }.keys
    guard let name = repeated.min() else { return layouts }
    throw SettingsError(
      name: "inbox.layouts",
      value: folder,
      expected: "one layout called '\(name)', not several"
    )
  }
}
