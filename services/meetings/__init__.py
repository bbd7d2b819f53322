"""The room: meetings, roll calls, recommendations as spoken, answers read out.

Owns        meetings, roll call marks, recommendations and their earlier wordings, read-outs, what phones sent
Publishes   MeetingScheduled, MeetingEnded, MeetingRestated, RecommendationLogged, RecommendationReworded,
            RecommendationRestated, AnswerReadOut
Listens to  MemberRegistered, MemberCorrected, MemberRestated, MemberErased for the roster;
            PetitionAnswered, PetitionAnswerShared, PetitionRestated, PetitionClosed, PetitionReopened,
            PetitionUnmerged for the agenda;
            PetitionSubmitted, PetitionEscalated, PetitionMerged, PetitionRedirected, PetitionWithdrawn and those
            above for whether a recommendation was taken up;
            for its copy of units and appointments (libs/access): UnitFounded, UnitRenamed, UnitMoved, UnitEnded,
            UnitRestated, AppointmentMade, AppointmentEnded, AppointmentRestated, SigningKeyPublished
"""
