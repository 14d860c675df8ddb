import ServiceKit
import StateFiles
import Testing

@Suite("CRC-32C")
struct CRC32CTests {
  @Test("the examples of RFC 3720, B.4")
  func examples() {
    #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
    #expect(CRC32C.checksum([UInt8](repeating: 0xff, count: 32)) == 0x62a8_ab43)
    #expect(CRC32C.checksum((0..<32).map { UInt8($0) }) == 0x46dd_794e)
    #expect(CRC32C.checksum((0..<32).reversed().map { UInt8($0) }) == 0x113f_db5c)
    #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xe306_9283)
    #expect(CRC32C.checksum([UInt8]()) == 0)
  }

  @Test("eight bytes at a time give what one bit at a time gives, at any length and place")
  func slices() {
    var generator = SplitMix64(seed: 7)
    let bytes = (0..<300).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    for start in 0..<9 {
      for end in stride(from: start, to: bytes.count, by: 13) {
        #expect(CRC32C.checksum(bytes[start..<end]) == bitwise(bytes[start..<end]))
      }
    }
  }

  private func bitwise(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in
        crc & 1 == 1 ? crc >> 1 ^ 0x82f6_3b78 : crc >> 1
      }
    }
  }
}
