/// Where a file's columns are: what its header row says.
package struct CSVHeader {
  /// Titles as they stand, in their order.
  package let titles: [String]
  private let places: [String: Int]

  /// Nil unless the row has all titles that are needed, none of them twice.
  package init?(_ record: CSVRecord, needed: Set<String>) {
    titles = record.fields.map(\.trimmed)
    var places: [String: Int] = [:]
    var repeated: Set<String> = []
    for (index, title) in titles.enumerated() where places.updateValue(index, forKey: title) != nil
    {
      repeated.insert(title)
    }
    guard needed.allSatisfy({ places[$0] != nil }), repeated.isDisjoint(with: needed) else {
      return nil
    }
    self.places = places
  }

  /// Empty where the row has no such field.
  package func text(_ title: String?, _ record: CSVRecord) -> String {
    guard let index = title.flatMap({ places[$0] }), record.fields.indices.contains(index) else {
      return ""
    }
    return record.fields[index].trimmed
  }

  /// A row may leave out or add empty fields at its end.
  package func fits(_ record: CSVRecord) -> Bool {
    let isShort = record.fields.count < titles.count
    let needed = (places.values.max() ?? 0) + 1
    if isShort { return record.fields.count >= needed }
    return record.fields.dropFirst(titles.count).allSatisfy { $0.trimmed.isEmpty }
  }
}
