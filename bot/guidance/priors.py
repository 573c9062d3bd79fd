"""Which topics an intent speaks of: a nudge for the ranking, never a verdict."""

from __future__ import annotations

TECHNIQUES = [
    *("stretches", "exercises", "heat_ice", "massage", "tens", "breathing", "chiropractic", "acupuncture"),
    *("physical_therapy", "surgery", "injections", "nerve_stimulators", "other_therapies", "sleep_mattress"),
    *("posture_lifting", "sitting_breaks"),
]

#: Intent -> topics of cards. An intent that is missing here nudges nothing.
TOPICS_OF_INTENT: dict[str, frozenset[str]] = {
    intent: frozenset(topics)
    for intent, topics in {
        "ask_cause": ["causes", "risk_factors", "underlying_conditions", "types", "weight_smoking", "stress"],
        "ask_symptoms": [
            "symptoms",
            "definition",
            "types",
            "sciatica",
            "osteoarthritis",
            "red_flags",
            "diagnosis",
        ],
        "ask_duration": ["duration", "types"],
        "ask_prevention": [
            *("prevention_general", "posture_lifting", "sitting_breaks", "hydration_diet", "weight_smoking"),
            *("sleep_mattress", "exercises", "stress"),
        ],
        "ask_treatment": ["mistakes", "other_therapies", "heat_ice", "stretches", "medication", "exercises"],
        "ask_when_to_see_doctor": ["when_to_call", "red_flags", "diagnosis"],
        "ask_technique": TECHNIQUES,
        "ask_medication": ["medication", "muscle_relaxants", "injections"],
        "report_symptoms": ["symptoms", "heat_ice", "when_to_call"],
    }.items()
}
