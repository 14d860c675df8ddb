package import Terms

extension ElectronicInvoice {
  /// What French law misses before this invoice may go out; the caller knows whether it applies:
  /// to sales between professionals, by a seller in France.
  package var frenchMentionFaults: [MentionFault] {
    FrenchMention.faults(in: subjectNotes, lacksDueDate: dueDate == nil && !type.isCreditNote)
  }

  /// Its notes on a subject.
  package var subjectNotes: [DocumentNote] {
    notes.compactMap { note in note.subject.map { DocumentNote(note.text, subject: $0) } }
  }
}
