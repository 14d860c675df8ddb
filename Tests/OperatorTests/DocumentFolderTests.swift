import Foundation
import OperatorKit
import Testing

@Suite("A folder of documents")
struct DocumentFolderTests {
  @Test("what is posted moves, what is refused stays beside its reason until it is posted")
  func moves() throws {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "encours-documents-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    for name in ["b.csv", "a.xml", ".c.xml", "d.csv.reason.txt"] {
      try Data(name.utf8).write(to: URL(filePath: "\(path)/\(name)"))
    }
    let folder = DocumentFolder(path: path)
    let list = { try FileManager.default.subpathsOfDirectory(atPath: path).sorted() }
    #expect(try folder.files() == ["a.xml", "b.csv"])
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600],
      ofItemAtPath: "\(path)/a.xml"
    )
    try folder.keep("a.xml", because: ["INV-1: line 3: wrong", "INV-2: line 4: wrong"])
    let reason = "\(path)/a.xml.reason.txt"
    #expect(
      try String(contentsOfFile: reason, encoding: .utf8)
        == "INV-1: line 3: wrong\nINV-2: line 4: wrong\n"
    )
    let attributes = try FileManager.default.attributesOfItem(atPath: reason)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try folder.files() == ["a.xml", "b.csv"])
    try folder.settle("a.xml")
    try folder.settle("b.csv")
    try Data("again".utf8).write(to: URL(filePath: "\(path)/b.csv"))
    try folder.settle("b.csv")
    #expect(
      try list() == [
        ".c.xml", "d.csv.reason.txt", "posted", "posted/a.xml", "posted/b.csv", "posted/b.csv.2",
      ]
    )
  }
}
