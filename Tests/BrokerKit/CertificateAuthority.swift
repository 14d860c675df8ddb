package import Foundation

/// Vouches for brokers and clients in a test, with openssl.
package struct CertificateAuthority: Sendable {
  /// The certificate by which its signatures are recognised.
  package let file: String
  private let folder: URL

  /// A certificate with its key; paths of PEM files.
  package struct Identity: Sendable {
    package let certificateFile: String
    package let keyFile: String
  }

  /// Makes a new authority in a folder that exists.
  package init(in folder: URL, name: String) throws {
    self.folder = folder
    file = folder.appendingPathComponent("\(name).pem").path
    try Command.run(
      "/usr/bin/openssl",
      Self.request(name) + [
        "-x509", "-days", "2", "-keyout", "\(folder.path)/\(name).key", "-out", file,
        "-addext", "basicConstraints=critical,CA:TRUE",
      ]
    )
    self.name = name
  }
  private let name: String

  /// A certificate for hosts (DNS names), signed by this authority.
  package func issue(_ subject: String, hosts: [String]) throws -> Identity {
    let path = "\(folder.path)/\(subject)"
    let names = hosts.map { "DNS:\($0)" }.joined(separator: ",")
    try Command.run(
      "/usr/bin/openssl",
      Self.request(subject) + ["-keyout", "\(path).key", "-out", "\(path).csr"]
    )
    try "subjectAltName=\(names)\n".write(toFile: "\(path).ext", atomically: true, encoding: .utf8)
    try Command.run(
      "/usr/bin/openssl",
      [
        "x509", "-req", "-in", "\(path).csr", "-CA", file, "-CAkey", "\(folder.path)/\(name).key",
        "-CAcreateserial", "-days", "2", "-extfile", "\(path).ext", "-out", "\(path).pem",
      ]
    )
    return Identity(certificateFile: "\(path).pem", keyFile: "\(path).key")
  }

  private static func request(_ subject: String) -> [String] {
    [
      "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-subj", "/CN=\(subject)",
    ]
  }
}
