"""The word out: an inbox per person.

Owns        inbox items, the texts they are shown in
Publishes   nothing
Listens to  PetitionOpened, PetitionSubmitted, PetitionEscalated, PetitionPassedOn, PetitionAssigned, PetitionReturned,
            PetitionPaused, PetitionResumed, PetitionTransferred, PetitionReplied, PetitionAnswered,
            PetitionAnswerShared, PetitionUnmerged, PetitionRedirected, PetitionerRevealed, PetitionReopened,
            PetitionClosed, ClockDueSoon, ClockOverdue, ReportSigned, ReportSent, ReportReceived, ReportReturned,
            MemberErased;
            for its copy of units and appointments (libs/access): UnitFounded, UnitRenamed, UnitMoved, UnitEnded,
            UnitRestated, AppointmentMade, AppointmentEnded, AppointmentRestated, SigningKeyPublished
"""
