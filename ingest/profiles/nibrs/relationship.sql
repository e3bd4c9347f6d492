-- NIBRS says what the victim was to the offender: "record_id is KIND of other_record_id" is that
-- sentence, except where the contract names only the other end (`reversed`).
WITH victim_is_offender AS (
    -- One human, two rows: NIBRS says "Victim Was Offender", and age, sex and race agree.
    SELECT victim.victim_id, offender.offender_id
    FROM nibrs_victim_offender_rel AS pair
    JOIN nibrs_relationship AS relationship ON relationship.relationship_id = pair.relationship_id
    JOIN nibrs_victim AS victim ON victim.victim_id = pair.victim_id
    JOIN nibrs_offender AS offender ON offender.offender_id = pair.offender_id
    WHERE relationship.relationship_code = 'VO'
        AND offender.offender_seq_num <> '0'
        AND victim.age_num = offender.age_num
        AND victim.sex_code = offender.sex_code
        AND victim.race_id = offender.race_id
    QUALIFY count(*) OVER (PARTITION BY victim.victim_id) = 1
        AND count(*) OVER (PARTITION BY offender.offender_id) = 1
),
mapped (relationship_code, kind, reversed) AS (
    VALUES
        ('SE', 'spouse', false),
        ('CS', 'partner', false), -- common-law spouse: a partner in law
        ('BG', 'partner', false),
        ('HR', 'partner', false),
        ('XS', 'ex_spouse', false),
        ('XR', 'ex_partner', false),
        ('PA', 'parent', false),
        ('SP', 'parent', false), -- step-parent
        ('FP', 'parent', false), -- foster parent
        ('CH', 'child', false),
        ('SC', 'child', false), -- step-child
        ('FC', 'child', false), -- foster child
        ('SB', 'sibling', false),
        ('SS', 'sibling', false), -- step-sibling
        ('GP', 'grandparent', false),
        ('GC', 'grandparent', true), -- victim was grandchild: the offender is the grandparent
        ('IL', 'other_family', false), -- in-law
        ('OF', 'other_family', false),
        ('CF', 'other_family', false), -- child of boyfriend or girlfriend
        ('CO', 'same_household', false), -- cohabitant, not intimate
        ('FR', 'friend', false),
        ('AQ', 'acquaintance', false),
        ('NE', 'neighbour', false),
        ('EE', 'colleague', false), -- employee
        ('ER', 'colleague', false), -- employer
        ('BE', 'carer', true), -- victim was looked after by the offender
        ('OK', 'other', false), -- otherwise known
        ('ST', 'stranger', false)
    -- RU (relationship unknown) says nothing; VO (victim was offender) is one human, not two.
),
pair AS (
    SELECT
        rel.victim_id || '-' || rel.offender_id AS relationship_id,
        coalesce('offender-' || same.offender_id, 'victim-' || rel.victim_id) AS victim_record_id,
        'offender-' || rel.offender_id AS offender_record_id,
        mapped.kind,
        mapped.reversed,
        replace(incident.submission_date[:19], ' ', 'T') AS recorded_at
    FROM nibrs_victim_offender_rel AS rel
    JOIN nibrs_relationship AS relationship ON relationship.relationship_id = rel.relationship_id
    JOIN mapped ON mapped.relationship_code = relationship.relationship_code
    JOIN nibrs_victim AS victim ON victim.victim_id = rel.victim_id
    JOIN nibrs_victim_type AS victim_type ON victim_type.victim_type_id = victim.victim_type_id
    JOIN nibrs_offender AS offender ON offender.offender_id = rel.offender_id
    JOIN nibrs_incident AS incident ON incident.incident_id = victim.incident_id
    LEFT JOIN victim_is_offender AS same ON same.victim_id = rel.victim_id
    WHERE offender.offender_seq_num <> '0' AND victim_type.victim_type_code IN ('I', 'L')
)
SELECT
    relationship_id,
    CASE WHEN reversed THEN offender_record_id ELSE victim_record_id END AS record_id,
    CASE WHEN reversed THEN victim_record_id ELSE offender_record_id END AS other_record_id,
    kind,
    recorded_at
FROM pair
