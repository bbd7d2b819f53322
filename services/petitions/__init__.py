"""The way up and back: petitions, who holds them, the clocks that run, the answers.

Owns       petitions with their holders, clocks, answers and a history that cannot be edited.
Publishes  petitions.petition.* (one event per verb), petitions.clock.due_soon, petitions.clock.overdue.
Listens to meetings.recommendation.logged and .reworded (it opens), meetings.meeting.* (it goes up; read-out deadlines),
           meetings.answer.read_out (it closes or reopens), members.unit.* and members.appointment.* (who may do what).
"""
