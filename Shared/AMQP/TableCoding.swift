import CRabbitMQ
import Messages
import ServiceKit

/// Reads librabbitmq's decoded structures; everything is copied, because they live in a pool that
/// the next frame of the channel may reuse.
enum TableDecoder {
  /// A short string.
  ///
  /// Bytes that are no UTF-8 are shown as U+FFFD: no name of ours has any.
  static func string(_ bytes: amqp_bytes_t) -> String {
    String(decoding: buffer(bytes), as: UTF8.self)
  }

  static func headers(_ table: amqp_table_t, depth: Int = 1) -> [String: HeaderValue] {
    guard table.num_entries > 0, let entries = table.entries else { return [:] }
    var headers = [String: HeaderValue](minimumCapacity: Int(table.num_entries))
    for entry in UnsafeBufferPointer(start: entries, count: Int(table.num_entries)) {
      headers[string(entry.key)] = value(entry.value, depth: depth)
    }
    return headers
  }

  static func properties(_ basic: amqp_basic_properties_t) -> MessageProperties {
    func text(_ flag: Int32, _ bytes: amqp_bytes_t) -> String? {
      basic._flags & UInt32(flag) == 0 ? nil : string(bytes)
    }
    let hasTimestamp = basic._flags & UInt32(AMQP_BASIC_TIMESTAMP_FLAG) != 0
    let hasMode = basic._flags & UInt32(AMQP_BASIC_DELIVERY_MODE_FLAG) != 0
    return MessageProperties(
      contentType: text(AMQP_BASIC_CONTENT_TYPE_FLAG, basic.content_type),
      contentEncoding: text(AMQP_BASIC_CONTENT_ENCODING_FLAG, basic.content_encoding),
      messageID: text(AMQP_BASIC_MESSAGE_ID_FLAG, basic.message_id),
      correlationID: text(AMQP_BASIC_CORRELATION_ID_FLAG, basic.correlation_id),
      replyTo: text(AMQP_BASIC_REPLY_TO_FLAG, basic.reply_to),
      expiration: text(AMQP_BASIC_EXPIRATION_FLAG, basic.expiration),
      type: text(AMQP_BASIC_TYPE_FLAG, basic.type),
      appID: text(AMQP_BASIC_APP_ID_FLAG, basic.app_id),
      userID: text(AMQP_BASIC_USER_ID_FLAG, basic.user_id),
      timestamp: hasTimestamp ? basic.timestamp : nil,
      isPersistent: hasMode && basic.delivery_mode == UInt8(AMQP_DELIVERY_PERSISTENT.rawValue)
    )
  }

  static func buffer(_ bytes: amqp_bytes_t) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.bytes == nil ? 0 : bytes.len)
  }

  private static func value(_ field: amqp_field_value_t, depth: Int) -> HeaderValue {
    func integer(_ number: some BinaryInteger) -> HeaderValue {
      Int64(exactly: number).map(HeaderValue.integer) ?? .other("unsigned above 2^63")
    }
    let union = field.value
    switch amqp_field_value_kind_t(rawValue: UInt32(field.kind)) {
    case AMQP_FIELD_KIND_BOOLEAN: return .boolean(union.boolean != 0)
    case AMQP_FIELD_KIND_I8: return integer(union.i8)
    case AMQP_FIELD_KIND_U8: return integer(union.u8)
    case AMQP_FIELD_KIND_I16: return integer(union.i16)
    case AMQP_FIELD_KIND_U16: return integer(union.u16)
    case AMQP_FIELD_KIND_I32: return integer(union.i32)
    case AMQP_FIELD_KIND_U32: return integer(union.u32)
    case AMQP_FIELD_KIND_I64: return integer(union.i64)
    case AMQP_FIELD_KIND_U64: return integer(union.u64)
    // Seconds since 1970, as in the broker's x-death.
    case AMQP_FIELD_KIND_TIMESTAMP: return integer(union.u64)
    case AMQP_FIELD_KIND_UTF8:
      return String(validating: buffer(union.bytes), as: UTF8.self).map(HeaderValue.string)
        ?? .other("string that is not UTF-8")
    case AMQP_FIELD_KIND_BYTES: return .other("bytes")
    case AMQP_FIELD_KIND_F32, AMQP_FIELD_KIND_F64: return .other("floating point")
    case AMQP_FIELD_KIND_DECIMAL: return .other("decimal")
    case AMQP_FIELD_KIND_VOID: return .other("void")
    case AMQP_FIELD_KIND_ARRAY, AMQP_FIELD_KIND_TABLE:
      guard depth <= HeaderValue.maximumDepth else { return .other("nested too deep") }
      return nested(field, depth: depth + 1)
    default: return .other("kind \(field.kind)")
    }
  }

  private static func nested(_ field: amqp_field_value_t, depth: Int) -> HeaderValue {
    if field.kind == UInt8(AMQP_FIELD_KIND_TABLE.rawValue) {
      return .table(headers(field.value.table, depth: depth))
    }
    let array = field.value.array
    guard array.num_entries > 0, let entries = array.entries else { return .list([]) }
    return .list(
      UnsafeBufferPointer(start: entries, count: Int(array.num_entries))
        .map { value($0, depth: depth) }
    )
  }
}

/// Builds librabbitmq's structures in a pool of its own, which is emptied for each message.
///
/// The message has passed `checkLimits`: amqp_encode_table casts the length of a name to one octet
/// without looking, and a header that does not fit a frame fails after the method has left.
final class TableEncoder {
  private let pool: UnsafeMutablePointer<amqp_pool_t>

  init() {
    pool = .allocate(capacity: 1)
    pool.initialize(to: amqp_pool_t())
    init_amqp_pool(pool, 32_768)
  }

  deinit {
    empty_amqp_pool(pool)
    pool.deallocate()
  }

  /// Gives up everything that was built before.
  func reset() { recycle_amqp_pool(pool) }

  func bytes(_ text: String) -> amqp_bytes_t {
    var text = text
    return text.withUTF8 { utf8 in
      guard let start = utf8.baseAddress, utf8.count > 0 else { return amqp_empty_bytes }
      let copy = allocate(utf8.count)
      copy.copyMemory(from: start, byteCount: utf8.count)
      return amqp_bytes_t(len: utf8.count, bytes: copy)
    }
  }

  func table(_ headers: [String: HeaderValue]) -> amqp_table_t {
    guard !headers.isEmpty else { return amqp_empty_table }
    let entries = allocate(headers.count * MemoryLayout<amqp_table_entry_t>.stride)
      .bindMemory(to: amqp_table_entry_t.self, capacity: headers.count)
    for (index, header) in headers.enumerated() {
      (entries + index).initialize(
        to: amqp_table_entry_t(key: bytes(header.key), value: field(header.value))
      )
    }
    return amqp_table_t(num_entries: Int32(headers.count), entries: entries)
  }

  func properties(of message: WireMessage, user: String) -> amqp_basic_properties_t {
    let properties = message.properties
    var basic = amqp_basic_properties_t()
    func set(
      _ text: String?,
      _ flag: Int32,
      _ field: WritableKeyPath<amqp_basic_properties_t, amqp_bytes_t>
    ) {
      guard let text else { return }
      basic._flags |= UInt32(flag)
      basic[keyPath: field] = bytes(text)
    }
    set(properties.contentType, AMQP_BASIC_CONTENT_TYPE_FLAG, \.content_type)
    set(properties.contentEncoding, AMQP_BASIC_CONTENT_ENCODING_FLAG, \.content_encoding)
    set(properties.messageID, AMQP_BASIC_MESSAGE_ID_FLAG, \.message_id)
    set(properties.correlationID, AMQP_BASIC_CORRELATION_ID_FLAG, \.correlation_id)
    set(properties.replyTo, AMQP_BASIC_REPLY_TO_FLAG, \.reply_to)
    set(properties.expiration, AMQP_BASIC_EXPIRATION_FLAG, \.expiration)
    set(properties.type, AMQP_BASIC_TYPE_FLAG, \.type)
    set(properties.appID, AMQP_BASIC_APP_ID_FLAG, \.app_id)
    set(user, AMQP_BASIC_USER_ID_FLAG, \.user_id)
    if let timestamp = properties.timestamp {
      basic._flags |= UInt32(AMQP_BASIC_TIMESTAMP_FLAG)
      basic.timestamp = timestamp
    }
    basic._flags |= UInt32(AMQP_BASIC_DELIVERY_MODE_FLAG)
    let mode = properties.isPersistent ? AMQP_DELIVERY_PERSISTENT : AMQP_DELIVERY_NONPERSISTENT
    basic.delivery_mode = UInt8(mode.rawValue)
    if !message.headers.isEmpty {
      basic._flags |= UInt32(AMQP_BASIC_HEADERS_FLAG)
      basic.headers = table(message.headers)
    }
    return basic
  }

  private func field(_ value: HeaderValue) -> amqp_field_value_t {
    var field = amqp_field_value_t()
    func kind(_ kind: amqp_field_value_kind_t) { field.kind = UInt8(kind.rawValue) }
    switch value {
    case .string(let text):
      kind(AMQP_FIELD_KIND_UTF8)
      field.value.bytes = bytes(text)
    case .integer(let number):
      kind(AMQP_FIELD_KIND_I64)
      field.value.i64 = number
    case .boolean(let flag):
      kind(AMQP_FIELD_KIND_BOOLEAN)
      field.value.boolean = flag ? 1 : 0
    case .table(let headers):
      kind(AMQP_FIELD_KIND_TABLE)
      field.value.table = table(headers)
    case .list(let values):
      kind(AMQP_FIELD_KIND_ARRAY)
      field.value.array = array(values)
    case .other(let kind): preconditionFailure("a \(kind) has passed the check of limits")
    }
    return field
  }

  private func array(_ values: [HeaderValue]) -> amqp_array_t {
    guard !values.isEmpty else { return amqp_empty_array }
    let entries = allocate(values.count * MemoryLayout<amqp_field_value_t>.stride)
      .bindMemory(to: amqp_field_value_t.self, capacity: values.count)
    for (index, value) in values.enumerated() { (entries + index).initialize(to: field(value)) }
    return amqp_array_t(num_entries: Int32(values.count), entries: entries)
  }

  private func allocate(_ count: Int) -> UnsafeMutableRawPointer {
    guard let memory = amqp_pool_alloc(pool, count) else { preconditionFailure("out of memory") }
    return memory
  }
}
