extension String {
  /// As much from the beginning as fits, no letter's encoding cut in two.
  ///
  /// Counted in bytes, since a letter as people count them may have any number of those.
  package func beginning(bytes limit: Int) -> String {
    guard utf8.count > limit else { return self }
    var scalars = unicodeScalars[..<utf8.index(startIndex, offsetBy: limit)]
    while String(scalars).utf8.count > limit { scalars.removeLast() }
    return String(scalars)
  }
}
