"""The way up and back: petitions, who holds them, the clocks that run, the answers.

Owns        petitions with their holders, clocks, answers and a history that cannot be edited, sealed day by day; which
            files belong to which, the files themselves lying in the object store; consolidated reports; what a desk
            keeps for itself: work in hand, notes, templates, bodies, saved views
Publishes   PetitionOpened, PetitionSubmitted, PetitionEscalated, PetitionPassedOn, PetitionReceived,
            PetitionClassified, PetitionAssigned, PetitionReturned, PetitionExtended, PetitionPaused, PetitionResumed,
            PetitionTransferred, PetitionReplied, PetitionAnswered, PetitionMerged, PetitionAnswerShared,
            PetitionUnmerged, PetitionRedirected, PetitionWithdrawn, PetitionReopened, PetitionerRevealed,
            PetitionClosed, PetitionRestated, ClockDueSoon, ClockOverdue, RecordSealed, ReportSigned, ReportSent,
            ReportReceived, ReportReturned
Listens to  RecommendationLogged (it opens), RecommendationReworded, MeetingScheduled, MeetingRestated, MeetingEnded (it
            goes up), AnswerReadOut (it closes or reopens), UnitEnded (it passes on), MemberErased;
            for its copy of units and appointments (libs/access): UnitFounded, UnitRenamed, UnitMoved, UnitEnded,
            UnitRestated, AppointmentMade, AppointmentEnded, AppointmentRestated, SigningKeyPublished
"""
