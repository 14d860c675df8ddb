package import DomainKit
package import Messages
package import Terms

/// A type that stands in JSON as one thing with a meaning of its own, not as what it is made of.
package protocol LeafSchema {
  static var schemaName: String { get }
  static var schema: JSONValue { get }
  /// The types that `schema` refers to.
  static var parts: [any Decodable.Type] { get }
  /// Any value, so that the type around it can be read to its end.
  static var sample: Self { get }
}

extension LeafSchema {
  package static var parts: [any Decodable.Type] { [] }
}

extension Money: LeafSchema {
  package static var parts: [any Decodable.Type] { [Currency.self] }
  package static var schemaName: String { "Money" }
  package static var schema: JSONValue {
    [
      "type": "object",
      "description": """
      An amount as a decimal string with at most as many decimals as the currency's minor unit \
      has; a JSON number is refused. At most 10^15 minor units.
      """,
      "properties": [
        "amount": ["type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,4})?$"],
        "currency": ["$ref": "#/$defs/Currency"],
      ],
      "required": ["amount", "currency"],
    ]
  }
  package static var sample: Money { .zero(.euro) }
}

extension Currency: LeafSchema {
  package static var schemaName: String { "Currency" }
  package static var schema: JSONValue {
    [
      "type": "string",
      "description": "A currency of ISO 4217 that has a minor unit, by its alphabetic code.",
      "enum": .array(all.map { .string($0.code) }),
    ]
  }
  package static var sample: Currency { .euro }
}

extension CalendarDate: LeafSchema {
  package static var schemaName: String { "CalendarDate" }
  package static var schema: JSONValue {
    [
      "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
      "description": "A day of the Gregorian calendar without time or zone (ISO 8601).",
    ]
  }
  package static var sample: CalendarDate { CalendarDate(literal: "2026-03-10") }
}

extension DayCut: LeafSchema {
  package static var schemaName: String { "DayCut" }
  package static var schema: JSONValue {
    [
      "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}/[1-9][0-9]*$",
      "description": "A business day and which stretch of it, from 1: `2026-03-10/1`.",
    ]
  }
  package static var sample: DayCut { DayCut(date: .sample) }
}

extension Timestamp: LeafSchema {
  package static var schemaName: String { "Timestamp" }
  package static var schema: JSONValue {
    [
      "type": "string", "format": "date-time",
      "description": "An instant as RFC 3339 writes it; sent in UTC with milliseconds.",
    ]
  }
  package static var sample: Timestamp { Timestamp(milliseconds: 0) }
}

extension Percentage: LeafSchema {
  package static var schemaName: String { "Percentage" }
  package static var schema: JSONValue {
    [
      "type": "string",
      "pattern": "^(0?[0-9]{1,2}(\\.[0-9]{1,4})?|100(\\.0{1,4})?)$",
      "description": "A decimal number of percents from 0 to 100: `1.5`.",
    ]
  }
  package static var sample: Percentage { Percentage(literal: "0") }
}

extension Partition: LeafSchema {
  package static var schemaName: String { "Partition" }
  package static var schema: JSONValue {
    [
      "type": "integer", "minimum": 0, "maximum": .integer(Int64(maximumCount - 1)),
      "description": "One of the shares into which accounts are spread.",
    ]
  }
  package static var sample: Partition { Partition(literal: 0) }
}

extension Identifier: LeafSchema {
  package static var schemaName: String { "\(Entity.self)ID" }
  package static var schema: JSONValue {
    let inner = "[^\\u0000-\\u001F\\u007F-\\u009F]"
    let outer = "[^\\u0000-\\u0020\\u007F-\\u009F]"
    return [
      "type": "string", "minLength": 1, "maxLength": .integer(Int64(maximumBytes)),
      "pattern": .string("^\(outer)(\(inner)*\(outer))?$"),
      "description": .string(
        "Names one \("\(Entity.self)".lowercased()), byte by byte: at most \(maximumBytes) bytes"
          + " of UTF-8, no control characters, no surrounding spaces."
      ),
    ]
  }
  package static var sample: Identifier { "x" }
}

extension Portion: LeafSchema {
  package static var schemaName: String { "Portion" }
  package static var schema: JSONValue {
    [
      "type": "string",
      "pattern": "^([0-9]{1,3}(\\.[0-9]{1,4})?|[1-9][0-9]{0,6}/[1-9][0-9]{0,6})$",
      "description": "An exact share: a number of percents above 0, or a fraction such as `1/3`.",
    ]
  }
  package static var sample: Portion { .whole }
}

extension TermsLine: LeafSchema {
  package static var schemaName: String { "TermsLine" }
  package static var parts: [any Decodable.Type] {
    [Money.self, Portion.self, DateRule.self, [DiscountTier].self]
  }
  package static var schema: JSONValue {
    [
      "type": "object",
      "description": """
      One instalment; at most one of `fixed`, `ofTotal` and `ofRemainder` says how much of the \
      invoice it takes, none: what is left.
      """,
      "properties": [
        "fixed": ["$ref": "#/$defs/Money"], "ofTotal": ["$ref": "#/$defs/Portion"],
        "ofRemainder": ["$ref": "#/$defs/Portion"], "due": ["$ref": "#/$defs/DateRule"],
        "discounts": ["type": "array", "items": ["$ref": "#/$defs/DiscountTier"]],
      ],
      "required": ["due"],
      "not": [
        "anyOf": [
          ["required": ["fixed", "ofTotal"]], ["required": ["fixed", "ofRemainder"]],
          ["required": ["ofTotal", "ofRemainder"]],
        ]
      ],
    ]
  }
  package static var sample: TermsLine { TermsLine(.remainder, due: DateRule()) }
}

extension StatedTerms: LeafSchema {
  package static var schemaName: String { "StatedTerms" }
  package static var parts: [any Decodable.Type] { [CreditTerms.self] }
  package static var schema: JSONValue {
    [
      "description": """
      Terms by a name that the registry knows or a customary notation, such as `2/10 net 30`; or \
      line by line.
      """,
      "anyOf": [
        ["type": "string", "minLength": 1, "maxLength": 200], ["$ref": "#/$defs/CreditTerms"],
      ],
    ]
  }
  package static var sample: StatedTerms { "net 30" }
}

extension ExchangeFactor: LeafSchema {
  package static var schemaName: String { "ExchangeFactor" }
  package static var schema: JSONValue {
    [
      "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?$",
      "description": """
      What one unit of a currency is worth in another, as a decimal string above 0 with at most 14 \
      digits, 12 of them decimals; a JSON number is refused.
      """,
    ]
  }
  package static var sample: ExchangeFactor { ExchangeFactor(literal: "1") }
}

extension ExchangeRate: LeafSchema {
  package static var schemaName: String { "ExchangeRate" }
  package static var parts: [any Decodable.Type] {
    [Currency.self, ExchangeFactor.self, CalendarDate.self]
  }
  package static var schema: JSONValue {
    [
      "type": "object",
      "description": """
      What one unit of `from` is worth in `to`, another currency, on a day: `0.9` of EUR for one \
      USD.
      """,
      "properties": [
        "from": ["$ref": "#/$defs/Currency"], "to": ["$ref": "#/$defs/Currency"],
        "rate": ["$ref": "#/$defs/ExchangeFactor"], "date": ["$ref": "#/$defs/CalendarDate"],
      ],
      "required": ["from", "to", "rate", "date"],
    ]
  }
  package static var sample: ExchangeRate {
    ExchangeRate(literal: "1", from: Currency(literal: "USD"), to: .euro, date: "2026-03-10")
  }
}
