import CQPDF
import Glibc

/// The files inside a PDF.
package enum PDFAttachments {
  /// What reading a PDF may use, whatever the PDF says of itself.
  package struct Limits: Sendable {
    /// Bytes of the attachment.
    package var attachmentBytes: Int
    /// Bytes of memory beside those that the process has already.
    package var memoryBytes: Int
    package var seconds: Int

    package init(attachmentBytes: Int, memoryBytes: Int = 512 * 1024 * 1024, seconds: Int = 10) {
      self.attachmentBytes = attachmentBytes
      self.memoryBytes = memoryBytes
      self.seconds = seconds
    }
  }

  /// The first file with one of the names, in whatever case they are written.
  ///
  /// It is looked for by a process of its own: a PDF that wants more than the limits allow, or that
  /// breaks the library that reads it, ends that one.
  package static func file(
    named names: [String],
    in pdf: [UInt8],
    limits: Limits
  ) throws(PDFFailure) -> [UInt8] {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw .noProcess }
    defer { close(ends[0]) }
    let list = "\n" + names.map { $0.lowercased() }.joined(separator: "\n") + "\n"
    let bounds = encours_pdf_limits(
      output_bytes: limits.attachmentBytes,
      memory_bytes: limits.memoryBytes,
      seconds: UInt32(limits.seconds)
    )
    let child = unsafe pdf.withUnsafeBufferPointer { bytes in
      unsafe encours_pdf_begin(bytes.baseAddress, bytes.count, list, bounds, ends[1])
    }
    close(ends[1])
    guard child > 0 else { throw .noProcess }
    let file = contents(of: ends[0])
    switch status(of: child) {
    case Int32(ENCOURS_PDF_FOUND): return file
    case Int32(ENCOURS_PDF_UNREADABLE): throw .unreadable
    case Int32(ENCOURS_PDF_NOTHING): throw .notThere
    case Int32(ENCOURS_PDF_TOO_LARGE): throw .tooLarge
    default: throw .exhausted
    }
  }

  private static func contents(of descriptor: Int32) -> [UInt8] {
    var contents: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = unsafe read(descriptor, &buffer, buffer.count)
      if count > 0 {
        contents += buffer[..<count]
      } else if count == 0 || errno != EINTR {
        return contents
      }
    }
  }

  /// The exit status of a process that has ended; nil where a signal ended it.
  private static func status(of child: pid_t) -> Int32? {
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { return nil }
    }
    // WIFEXITED and WEXITSTATUS are macros that Swift does not see.
    return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
  }
}

/// Why no file comes out of a PDF.
package enum PDFFailure: Error, Hashable, Sendable {
  /// Damaged, encrypted, or packed in a way that is not unpacked.
  case unreadable
  /// No file of the name.
  case notThere
  case tooLarge
  /// Neither memory nor time sufficed.
  case exhausted
  /// The system has no process left to read it with.
  case noProcess
}
