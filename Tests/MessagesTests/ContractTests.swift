import Contracts
import DomainKit
import Foundation
import Messages
import Testing

@Suite("Published contracts")
struct ContractTests {
  private var folder: ContractFolder {
    ContractFolder(path: ProjectFiles.root.appending(path: "Shared/Contracts/Published").path())
  }

  @Test("the committed contracts are those of the types (ENCOURS_UPDATE_CONTRACTS=1 writes them)")
  func committed() throws {
    let files = try Contracts.files(documentation: ProjectFiles.documentation())
    if ProjectFiles.isUpdating { try folder.write(files) }
    #expect(try folder.differences(from: files) == [])
  }

  @Test("a folder is written, compared and cleared of what is left over")
  func writing() throws {
    let path = "/tmp/encours-contracts-\(UInt64.random(in: 0 ... .max))"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = ContractFolder(path: path)
    let first = Contracts.File(path: "a/b.json", bytes: [1])
    let second = Contracts.File(path: "c.json", bytes: [2])
    #expect(try folder.write([first, second]) == ["a/b.json", "c.json"])
    #expect(try folder.write([first, second]) == [])
    let changed = Contracts.File(path: "c.json", bytes: [3])
    #expect(try folder.differences(from: [changed]) == ["a/b.json", "c.json"])
    #expect(try folder.write([changed]) == ["a/b.json", "c.json"])
    #expect(try folder.differences(from: [changed]) == [])
  }

  @Test("every message and every call says in its comment what it is")
  func documented() throws {
    let documentation = try ProjectFiles.documentation()
    for contract in try Contracts.all() where contract.kind != .reply {
      let schema = try contract.schema(documentation)
      #expect(schema["description"]?.string?.isEmpty == false, "\(contract.id)")
    }
  }

  @Test("comments become descriptions of types and fields, and nothing else does")
  func documentation() {
    let documentation = Documentation(sources: [
      """
      /// A thing.
      ///
      /// Of ``two`` paragraphs,
      /// joined.
      package struct Thing: Codable {
        /// How many.
        package var count: Int
        package var bare: Int

        /// Kinds.
        package enum Kind: String {
          /// No type, no field.
          case one
        }
        /// After the enum.
        package var kind: Kind
        /// Not a field.
        package init() {}
      }
      // No comment of a declaration.
      package struct Other {}
      """
    ])
    #expect(documentation.text(of: "Thing") == "A thing.\n\nOf `two` paragraphs, joined.")
    #expect(documentation.text(of: "Thing.count") == "How many.")
    #expect(documentation.text(of: "Thing.bare") == nil)
    #expect(documentation.text(of: "Thing.Kind") == "Kinds.")
    #expect(documentation.text(of: "Thing.kind") == "After the enum.")
    #expect(documentation.text(of: "Other") == nil)
  }

  @Test("a schema tells keys, kinds, and what may be missing")
  func probing() throws {
    struct Part: Codable {
      var percent: Percentage
    }
    struct Whole: Codable {
      enum Colour: String, Codable, CaseIterable {
        case red
        case darkBlue = "dark-blue"
      }
      var amount: Money
      var parts: [Part]
      var names: [[String]]?
      var colour: Colour?
      var count: UInt64
      var isLast: Bool
      var note: String?
      var total: Int?
      var isOpen: Bool?
      var limit: Money?
      var last: Int
    }
    var probe = SchemaProbe(documentation: Documentation(sources: []))
    let schema = try probe.rootSchema(of: Whole.self)
    #expect(schema["required"] == ["amount", "parts", "count", "isLast", "last"])
    #expect(schema["properties"]?["limit"] == ["$ref": "#/$defs/Money"])
    #expect(schema["properties"]?["total"] == ["type": "integer"])
    #expect(schema["properties"]?["amount"] == ["$ref": "#/$defs/Money"])
    #expect(schema["properties"]?["count"] == ["type": "integer", "minimum": 0])
    #expect(schema["properties"]?["isLast"] == ["type": "boolean"])
    #expect(
      schema["properties"]?["names"]
        == ["type": "array", "items": ["type": "array", "items": ["type": "string"]]]
    )
    let colour = try #require(probe.definitions.first { $0.key.hasSuffix("WholeColour") }?.value)
    #expect(colour == ["type": "string", "enum": ["red", "dark-blue"]])
    #expect(Set(["Money", "Currency", "Percentage"]).isSubset(of: probe.definitions.keys))
  }

  @Test("a type whose reading cannot be followed is refused, not guessed")
  func unprobed() {
    struct Loose: Decodable {
      init(from decoder: any Decoder) throws {
        _ = try decoder.singleValueContainer().decode(String.self)
      }
    }
    struct Whole: Decodable { var loose: Loose }
    var probe = SchemaProbe(documentation: Documentation(sources: []))
    #expect(throws: DecodingError.self) { try probe.rootSchema(of: Whole.self) }
  }
}
