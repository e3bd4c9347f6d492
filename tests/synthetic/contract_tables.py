"""The contract's tables as this test knows them: keys, required columns and coded values.

Written out here on purpose, so that the profile is checked against the contract and not against
the code that loads it.
"""

KEYS = {
    "person_record": ("record_id",),
    "alias": ("alias_id",),
    "address": ("address_id",),
    "relationship": ("relationship_id",),
    "offence": ("offence_id",),
    "involvement": ("offence_id", "record_id", "role"),
    "outcome": ("outcome_id",),
    "case_event": ("event_id",),
    "risk_assessment": ("assessment_id",),
    "custody_event": ("event_id",),
    "order": ("order_id",),
    "order_protected": ("order_id", "record_id"),
    "order_condition": ("condition_id",),
    "order_event": ("event_id",),
    "disclosure": ("disclosure_id",),
    "marac": ("hearing_id",),
    "mappa": ("mappa_id",),
    "sex_offender_notification": ("notification_id",),
    "iom": ("iom_id",),
    "referral": ("referral_id",),
    "intervention": ("intervention_id",),
    "intelligence": ("log_id",),
    "survey": ("survey_id",),
    "officer": ("officer_id",),
    "area": ("area_id",),
    "retraction": ("table", "key"),
}

REQUIRED = {
    "alias": ("record_id",),
    "address": ("record_id",),
    "relationship": ("record_id", "other_record_id", "kind"),
    "outcome": ("offence_id", "code"),
    "case_event": ("offence_id", "kind", "at"),
    "risk_assessment": ("kind", "about_record_id", "on"),
    "custody_event": ("record_id", "kind", "at"),
    "order": ("kind", "state", "respondent_record_id"),
    "order_condition": ("order_id", "kind"),
    "order_event": ("order_id", "kind", "at"),
    "disclosure": ("route", "subject_record_id", "received_at", "state"),
    "marac": ("record_id", "heard_on"),
    "mappa": ("record_id", "from_on"),
    "sex_offender_notification": ("record_id", "from_on"),
    "iom": ("record_id", "from_on"),
    "referral": ("record_id", "programme", "referred_on", "state"),
    "intervention": ("record_id", "kind", "on"),
    "intelligence": ("record_id",),
    "survey": ("on",),
}

FLAG = "true false"
CODED = {
    "person_record": {"sex": "M F X U", "born_on_estimated": FLAG},
    "alias": {"kind": "alias former maiden nickname"},
    "address": {"kind": "home work other"},
    "relationship": {
        "kind": (
            "spouse civil_partner partner ex_spouse ex_civil_partner ex_partner parent "
            "child sibling grandparent other_family shares_parental_responsibility "
            "same_household friend acquaintance colleague neighbour carer stranger "
            "other"
        ),
    },
    "offence": {
        "record_type": "crime incident",
        "code_system": "HO5",
        "is_domestic": FLAG,
        "is_vawg": FLAG,
    },
    "involvement": {
        "role": "suspect victim witness",
        "status": "named arrested charged convicted acquitted discontinued no_further_action",
    },
    "outcome": {"code": "0 1 1A 3 5 8 9 10 11 14 15 16 17 18 20 21 22"},
    "risk_assessment": {"kind": "dash dara s_dash sst ppit", "grade": "standard medium high"},
    "custody_event": {
        "kind": (
            "arrested detained bailed released_under_investigation charged remanded "
            "sentenced released on_licence licence_ended recalled"
        ),
        "sentence_kind": "immediate suspended extended life hospital_order community fine other",
    },
    "order": {
        "kind": (
            "spo interim_spo dvpn dvpo dapn dapo nmo restraining_order shpo "
            "interim_shpo sro interim_sro fmpo fgmpo cbo asb_injunction"
        ),
        "state": (
            "proposed authorised served applied interim made refused withdrawn lapsed "
            "active expired discharged"
        ),
    },
    "order_condition": {"kind": "prohibition requirement electronic_monitoring"},
    "order_event": {
        "kind": (
            "proposed authorised served applied hearing_listed heard adjourned "
            "interim_made made refused withdrawn lapsed notified varied renewal_applied "
            "renewed discharged breach_reported arrest charged convicted acquitted "
            "not_pursued"
        ),
    },
    "disclosure": {
        "route": "right_to_ask right_to_know",
        "state": (
            "received initial_check face_to_face risk_assessed forum_decision disclosed "
            "no_disclosure not_contactable closed"
        ),
    },
    "mappa": {"category": "1 2 3 4", "level": "1 2 3"},
    "iom": {"scheme": "fixed flex free"},
    "referral": {
        "state": (
            "identified approached referred accepted declined started attending "
            "completed dropped_out"
        ),
    },
    "intervention": {"kind": "support prevention diversion disruption enforcement visit approach"},
    "intelligence": {
        "source_evaluation": "1 2 3",
        "information_assessment": "A B C D E",
        "handling": "P C",
    },
    "survey": {"satisfied": FLAG},
    "officer": {
        "rank": (
            "constable sergeant inspector chief_inspector superintendent chief_superintendent staff"
        ),
    },
    "retraction": {"table": "offence address relationship involvement"},
}

REFERENCES = {
    "person_record": {"area": "area.area_id"},
    "alias": {"record_id": "person_record.record_id"},
    "address": {"record_id": "person_record.record_id", "area": "area.area_id"},
    "relationship": {
        "record_id": "person_record.record_id",
        "other_record_id": "person_record.record_id",
    },
    "offence": {"area": "area.area_id"},
    "involvement": {"record_id": "person_record.record_id", "offence_id": "offence.offence_id"},
    "outcome": {
        "record_id": "person_record.record_id",
        "offence_id": "offence.offence_id",
        "decided_by": "officer.officer_id",
    },
    "case_event": {"offence_id": "offence.offence_id", "by": "officer.officer_id"},
    "risk_assessment": {
        "about_record_id": "person_record.record_id",
        "victim_record_id": "person_record.record_id",
        "offence_id": "offence.offence_id",
        "assessed_by": "officer.officer_id",
    },
    "custody_event": {"record_id": "person_record.record_id", "offence_id": "offence.offence_id"},
    "order": {
        "respondent_record_id": "person_record.record_id",
        "offence_id": "offence.offence_id",
        "area": "area.area_id",
        "follows_order_id": "order.order_id",
    },
    "order_protected": {"order_id": "order.order_id", "record_id": "person_record.record_id"},
    "order_condition": {"order_id": "order.order_id"},
    "order_event": {
        "order_id": "order.order_id",
        "offence_id": "offence.offence_id",
        "by": "officer.officer_id",
    },
    "disclosure": {
        "subject_record_id": "person_record.record_id",
        "person_at_risk_record_id": "person_record.record_id",
    },
    "marac": {
        "record_id": "person_record.record_id",
        "victim_record_id": "person_record.record_id",
    },
    "mappa": {"record_id": "person_record.record_id"},
    "sex_offender_notification": {"record_id": "person_record.record_id"},
    "iom": {"record_id": "person_record.record_id"},
    "referral": {"record_id": "person_record.record_id", "referred_by": "officer.officer_id"},
    "intervention": {"record_id": "person_record.record_id", "by": "officer.officer_id"},
    "intelligence": {"record_id": "person_record.record_id"},
    "survey": {"record_id": "person_record.record_id", "offence_id": "offence.offence_id"},
    "officer": {"area": "area.area_id"},
}
