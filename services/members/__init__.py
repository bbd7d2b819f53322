"""Members: who belongs where and who may do what, on any date.

Owns: units over time, people, membership and participation, appointments, accounts and signing in, imports.
Publishes: UnitFounded, UnitRenamed, UnitMoved, UnitEnded, UnitRestated, AppointmentMade, AppointmentEnded,
    AppointmentRestated, MemberRegistered, MemberCorrected, MemberRestated, AccountOpened, AccountDisabled,
    ImportApplied, SigningKeyPublished.
Listens to: nothing yet.
"""
