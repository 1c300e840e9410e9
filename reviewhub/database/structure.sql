-- PostgreSQL 18
-- of account.0001_initial 6f27ff6bdf57521a6561e0c606ee3278
-- of account.0002_email_max_length c956ab7a3c3660a14b162e9e87dbc578
-- of account.0003_alter_emailaddress_create_unique_verified_email 66b6f1939621bcfa44a5bfe2ae2df312
-- of account.0004_alter_emailaddress_drop_unique_email ebc6317e90c47d7a8f31fa348f1513f2
-- of account.0005_emailaddress_idx_upper_email e7569f1662da1754fad09b5f65f43912
-- of account.0006_emailaddress_lower 54adb08cb3fba66b1b2eed10c4a9d703
-- of account.0007_emailaddress_idx_email 87fad70bfde8ae295155fcaac942a260
-- of account.0008_emailaddress_unique_primary_email_fixup 794bf875bdbef9c47e9ccc736cb01711
-- of account.0009_emailaddress_unique_primary_email 79762cfa7b1e1d7c58be5061a6c03259
-- of accounts.0001_initial 587b65dc7bcf416e240843f3ffe47d89
-- of accounts.0002_preferences 5f48e43c702a43b9f1eeb2497fe95a99
-- of accounts.0003_working_time d55bbe58324720af26cbbe3dd5ee1adf
-- of accounts.0004_mails 55b9648757727254ec9b469913483d03
-- of accounts.0005_own_keys f73a84d2ceb686dd611c8acf3b9e2859
-- of accounts.0006_memberships 278a17b12efd62c1e215417926892b5b
-- of accounts.0007_stand_ins d9edf54751e8b1ae76e1b2458078aef3
-- of accounts.0008_person_changes cdf7637f92ca23a42170bfe7365cf1b0
-- of accounts.0009_delegations b1dc02253bc96be32a81b08a09d95808
-- of accounts.0010_delegations_hold a18fdb73bd84777ca069e45ed3c4fa41
-- of accounts.0011_recorded_decisions b33d44624a55b99b3603cdd7ea2338cd
-- of accounts.0012_mailboxes_are_found a25c3104519beba121cbeba561cba65c
-- of audit.0001_initial fcdc643c61d6580b7e0a0967378ba4d8
-- of audit.0002_append_only 0477145135e701b6b9406e3f54f9d009
-- of auth.0001_initial 845cff319606332f49ef20ce165d1a17
-- of auth.0002_alter_permission_name_max_length feaf97e0e8f7d148bec3db9bab2349c5
-- of auth.0003_alter_user_email_max_length 9d5657b4db9872dc26c2d634c2f5911a
-- of auth.0004_alter_user_username_opts 9538db342c9a9bec4ca12b3137fb8077
-- of auth.0005_alter_user_last_login_null 79f60a35dc000fdd427bc05c85233ae5
-- of auth.0006_require_contenttypes_0002 00cb16e3405f14b62dbeffa15c68c903
-- of auth.0007_alter_validators_add_error_messages 115db87dc327530fb5e1964ba3d03f97
-- of auth.0008_alter_user_username_max_length 02857f65f7d648147a5d12596b200a83
-- of auth.0009_alter_user_last_name_max_length 19a89500e7f108a7397da9b1733181f9
-- of auth.0010_alter_group_name_max_length 0963ed6498ac0b3a8430b6ca34c1b4a4
-- of auth.0011_update_proxy_permissions 85a5dde708dc4b6111e1bc71ce723ecf
-- of auth.0012_alter_user_first_name_max_length 6cefbc9f80903763ff8492a537a22836
-- of contenttypes.0001_initial 35ed8489a147e0b42a15c21b5d4f0e89
-- of contenttypes.0002_remove_content_type_name 7d36494075750f0ed3c0f68d0cb1548e
-- of core.0001_roles_and_partitions 77a69305db46d33c8f484d97ddda63b7
-- of core.0002_initial 3e369595f9b4c645469208acd41784ee
-- of core.0003_heartbeat 5afc7a5112cfb9e39fca7c753706e285
-- of core.0004_what_stays 9cf1849aa2567c917c8d9b964c10d122
-- of delivery.0001_initial 8d8ea54697fdf8883df1bbb25833e460
-- of delivery.0002_append_only 48a16d6f7d0a0b663a152b6bae675592
-- of delivery.0003_unsettled e4e0996094b0a6cceefb7d9fc56c28fc
-- of delivery.0004_filled_in e8b68a922c8fdb561ae9d86c807a8cdd
-- of delivery.0005_answers_to_appeals 7f8b203cd18bf31a0500bc5d6b4d76d6
-- of guardian.0001_initial 3d8e4b489ecc159b5d946aa86c6efabe
-- of guardian.0002_generic_permissions_index b48c9d8a2e6d860d0da9ff564675ce79
-- of guardian.0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more 52195f775979212d26b9d89b819d3c02
-- of intake.0001_initial 1c856f47fe7795d80ff42c9207f90bd0
-- of intake.0002_append_only 5d8b2f6599d56deb65af976660ded9f2
-- of intake.0003_search_by_reference 5fced4a5223e908bb633301a580881ba
-- of intake.0004_facts_change aca5db77dc6fc794e7e9c97a2d83b49e
-- of intake.0005_evidence 79a711985ec0b530309dc495374f8143
-- of intake.0006_sources_of_facts e0ec7e93a0ca8af2d7588c6250d0e673
-- of intake.0007_line_ups 19f8d4103437c2b7aa2a5e4abb8a6d66
-- of intake.0008_evidence_before_its_case 0dcb4c95c3b64ad425bd0d6d800bf5e7
-- of intake.0009_snapshots_as_they_are 4c6eabc4e93bd9db922ec638557f6721
-- of intake.0010_search_by_trigrams 3968b5ee141d652a49b967b3344450b0
-- of intake.0011_fewer_indexes 4d1b2edd1cf259efc099ac903375e839
-- of intake.0012_terms_of_a_case 805d29c224271f8fc835456613134797
-- of intake.0013_looked_at_when_much_is_new 63b3a1efce879032a5827294246852db
-- of intake.0014_snapshots_are_not_asked_for_their_recommendation a55a0b840b0ac93f26750eef1c9ef340
-- of intake.0015_keys_to_what_stays 9dfdda9b6dbb662ad656fd79212cb23b
-- of learning.0001_initial 2415a121213910d5fb486f7cc7f8dd3b
-- of learning.0002_append_only 1515c2f2d39caf370389c6df6a2aa380
-- of learning.0003_runs_in_parts cd4b0e5ddf7e99f0e3e8b2da75f307b5
-- of learning.0004_finding_to_effect 937c553c51e220fc31a9a35bb4ac802b
-- of learning.0005_note_groups 167809b41fad3a38cc29cb9cedb7e5f7
-- of learning.0006_daily_notes 20c2013edfe13157f02e05f5f72e5551
-- of learning.0007_targets_and_files 045d144783bbd674a6ff2574e5cdb452
-- of learning.0008_week_reports 330f88a7f1e3a93e5ec552382b26fd41
-- of learning.0009_recent_weeks 215f390306c087f889c08c506b61029b
-- of learning.0010_watched cafc09c6309a4ea4a0186e5a2fbac92e
-- of learning.0011_finding_tallies 4ada8f0eb7cc96e72be65b526170f405
-- of learning.0012_weeks_of_patterns 5c0abc50fc3eda297aee9fd0d3d22b3f
-- of learning.0013_names_of_notes 118ad5c820d56886d5ca8968b12afa85
-- of measures.0001_initial 78dfb3dab840a331950d2ea67ad989bd
-- of measures.0002_append_only 7525b5faa67ea1231f793791fd01d58b
-- of measures.0003_model_versions d42f7d941849f00ca365a0ee0c250596
-- of measures.0004_context_quality b27c03bf98301594634d8d8912e6fbbe
-- of measures.0005_model_tallies 7d991b9f60cfea127a9d8910514d4de5
-- of measures.0006_replays a864572669ce8b2608ad86881967f494
-- of measures.0007_first_views 332fdd118b027abc3ca2791b74d7ea3b
-- of measures.0008_broken_suggestions 492fd45690d7c258a7061a2246e5e455
-- of measures.0009_replays_in_random_order 1b63ddb408496de19c6d797f2835df50
-- of measures.0010_broken_taken_back a761ae169df66bce4be70580fc786b8e
-- of measures.0011_truth_by_segment d7aab003a43642b8f6abc0a28dd16692
-- of measures.0012_the_whole_decision 956d45b92c5005bd909da05dc8662f31
-- of measures.0013_insight_tallies be79d04dc52a2335582f207c8fdcf783
-- of measures.0014_known_in_tallies fd71bfc218d4096519891d08a49b179e
-- of measures.0015_bounded_in_tallies 6895c37f28bfe6387eec210517f124b0
-- of measures.0016_arrived_in_tallies f4332a143263d4801700259f0260f654
-- of measures.0017_signals_by_item 52fdcafcf43afe0b7691a81398dec799
-- of measures.0018_tallies_by_model_version a0b079443812d402a7bc0ec539965a8a
-- of measures.0019_overrides_by_time 60ce2b8718b0f14620dbbd915babdd88
-- of mfa.0001_initial a42b6353f2ed5dd754d1a8eb76a984ca
-- of mfa.0002_authenticator_timestamps b6566eb07301e2e4042908f789c19ff1
-- of mfa.0003_authenticator_type_uniq 88550a456154080cc3ecddcf8a32af3d
-- of notify.0001_initial b5c8cd4a2932dd7e711b2f8eb60c44ff
-- of notify.0002_new_ones 7aa1c903bba97a0e82e01f78d143e109
-- of notify.0003_digests 9bfa559831021c1b9f5ad4aa0cae35f8
-- of notify.0004_weekly fdeb815ecbcaf295ee33cbf0199ba218
-- of policy.0001_initial 2f1cb8a8d20d6b33276ff3fb81d0ec39
-- of policy.0002_append_only 52711eea75bd7c67e121bc2a2b26bfc2
-- of policy.0003_facts_change 775269d47c7b831fe583f591275396af
-- of policy.0004_life_of_a_version 2019c2a05b2b395b8b624fe27c3a5011
-- of policy.0005_first_views d8b47014ba672448f0995fbac0480a29
-- of policy.0006_segment_sets 10c59100689c6389c1c6e3ad83b9e9d1
-- of policy.0007_looked_at_when_much_is_new 7800ef3581bc3a66f08960f1cca2b2d5
-- of policy.0008_keys_to_what_stays f679dd4e424cffeddf0765b397a7dae0
-- of registry.0001_initial eabae43f8e264b98484ce30f064ea0c3
-- of registry.0002_contract_drafts 66e3c8ab5c8101e50f0e72aa09589750
-- of registry.0003_line_ups 1d8e0a721a39cf3ef40b311749968677
-- of registry.0004_postures_and_owners d143c8361d0e824de3adc2deb6dfa94d
-- of registry.0005_language_of_the_ai ec576cee01db94238d32053a3d292033
-- of registry.0006_pauses_of_parts f5cf398df8dcd4ab13cbed861ee28eff
-- of registry.0007_second_looks 91cae2a5d121946418312c4132f9f8ad
-- of registry.0008_segments_by_people ea4bbc60e202cb651871695cb9b0eb12
-- of registry.0009_explanations 6d2aa69486f452bbaf7874312f43b750
-- of registry.0010_limits_of_people 437fe835da71783714a152d3f4c95dc4
-- of registry.0011_limits_end_with_a_reason b95017f839b4a4139e1002fdffe911b2
-- of registry.0012_principal_reasons 2a83a62ab773a24c341f293459c50d03
-- of registry.0013_reason_changes 2f522f765f8683c0d1f18d861745d048
-- of registry.0014_what_stays 3cdcba3d91bb7b340bd5d87552278150
-- of reviews.0001_initial c0c04720ff7d5db0f7ed506c65033c16
-- of reviews.0002_append_only ffcb8858629e4977a5d870fc8b675947
-- of reviews.0003_came_back 373ade26c2bf94b3e425d3390c342c53
-- of reviews.0004_facts_change 5ac5ea8ce07f9520ee651f27244463f3
-- of reviews.0005_policy_targets a6915e71bf90705a98de16024b88fb93
-- of reviews.0006_questions_for_facts 37cd2d7d5e0911d3e7b85da50dd63cba
-- of reviews.0007_one_index_is_enough 0a5c5b5d93e1fddc2af24d44757bf233
-- of reviews.0008_reversal_runs 789bdd0e6d7474d0687edd8631f3c14d
-- of reviews.0009_held_by_a_pause 2e4c358126bcac369f72dab9bc6b4e0f
-- of reviews.0010_reasons_and_corrections 53c294c89abebe488deae4249447b468
-- of reviews.0011_first_views f6e7d5c4b183f113f5e3338da77c3f00
-- of reviews.0012_follow_ups_and_later 1f091a5eeb1281af6182d3249e07aed8
-- of reviews.0013_lists afb808a0e083f19a47d593451e4f6a05
-- of reviews.0014_skipped 38906a9c827fd4885440222a23fb7f98
-- of reviews.0015_assigned 49d4b43e41e32ad315738febdadbe164
-- of reviews.0016_questions_to_people 835b15cdb085f06e787f6c6c446ec58d
-- of reviews.0017_reversal_requests 25875bb71f1be2fd6244fad5f0f5572a
-- of reviews.0018_items_that_are_gone 180ec166568c6fabd7b7c02d556e4c85
-- of reviews.0019_holds_that_ran_out 086262036dade2ee4b22d9c967e05439
-- of reviews.0020_capacity 43c80920ded8324cf8cc290aac1a1046
-- of reviews.0021_indexes_of_few 1f2d19582dc96378326e93db2bde71e0
-- of reviews.0022_evidence_marks 25984f524e49ec6a11fe2c3aa1df2ca3
-- of reviews.0023_explanations e83cf669f96cf69ed17aed16adc60a5f
-- of reviews.0024_ladder 6881658c2fe12403838a25adf36d325a
-- of reviews.0025_stays 05a9c84721a739bb3c7d75d9b34312e7
-- of reviews.0026_second_reviews 01b01f8e69eb01f7925f9797acec3719
-- of reviews.0027_learning_notes b2f18b5ebe83d13598800e5a70ba956d
-- of reviews.0028_rota 8cd7d7aec55cd4b12ab17db9e2bcfcdc
-- of reviews.0029_held_decisions ed1c7fee787c863fc43a0af8cbcf10c0
-- of reviews.0030_a_second_person b6f18e1e23cc0ec795f72c9feb27495b
-- of reviews.0031_appeals 41ed034dcd3d4cbeac31bfce19ccd7ee
-- of reviews.0032_authority_once_and_relations e4ed4d7716d127a6eea33fb4e1c6dbc5
-- of reviews.0033_nobody_on_their_own a2d7c29cb9eeef9224212738cc5d09c9
-- of reviews.0034_known_answers 32a12fc6e8dd820853398197d7a2f22c
-- of reviews.0035_under_delegation c47d43a45db03ce6647dc7fcd8758c02
-- of reviews.0036_nobody_by_delegation 68693d12a6d4249519102eb1805dd046
-- of reviews.0037_authority_to_approve 5864375584cdf9b269dc2d8ea66ec7bc
-- of reviews.0038_skills_and_days 8d06f1cba9c8a5e3c5c187758e8105b4
-- of reviews.0039_what_is_said_of_relations 0d1ca814a2213b717e04d712b33aa856
-- of reviews.0040_principal_reasons 33bc070ba1d78c74b9785c5de6b3e706
-- of reviews.0041_nobody_looks_for_another 34853ceab42f767dc9ca4230c3fbba43
-- of reviews.0042_recourse_terms 6e96eb83b236fbc6442f79c2c58e739e
-- of reviews.0043_notes_by_time 698b658cb3031c34c6979880ee2e94cb
-- of reviews.0044_reasoning_wrong c539dc414fe5d3538590f169191f4802
-- of reviews.0045_keys_to_what_stays b6da8f1a6865d4363c028cfc61f7ca36
-- of sessions.0001_initial 2aa438e2393ee5135c4dda94bfde65fd
-- of migration_operations faa26a138bd2da1ad091bc97aa1ecf95
-- of Django 5.2.19
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';
CREATE FUNCTION public.reviewhub_answers_for_nobody() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF (NEW.chain || NEW.registered_by_id) && ARRAY(SELECT reviewhub_stands_for(NEW.closed_by_id)) THEN
    RAISE EXCEPTION 'nobody answers an appeal for whoever had a part in it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION public.reviewhub_appeal_chain() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NOT (SELECT by_id FROM reviews_decision WHERE id = NEW.decision_id) = ANY (NEW.chain) THEN
    RAISE EXCEPTION 'the chain of an appeal holds who decided' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION public.reviewhub_appeal_is_anothers() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF EXISTS (SELECT FROM reviews_appeal a WHERE a.item_id = NEW.id
             AND (a.chain || a.registered_by_id) && ARRAY(SELECT reviewhub_stands_for(NEW.holder_id))) THEN
    RAISE EXCEPTION 'nobody takes an appeal that they, or whom they stand in for, had a part in'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION public.reviewhub_approved_for() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE sides uuid[];
BEGIN
  IF NEW.delegation_id IS NOT NULL THEN
    PERFORM reviewhub_require_delegation(NEW.delegation_id, NEW.closed_by_id);
  END IF;
  SELECT array_agg(one) INTO sides FROM reviewhub_stands_for(NEW.closed_by_id) one;
  PERFORM 1 WHERE NEW.decided_by_id = ANY (sides);
  IF NOT FOUND THEN
    PERFORM 1 FROM reviews_escalation e
      WHERE e.item_id = NEW.item_id AND e.raised_by_id = ANY (sides) AND e.result <> 'RETURNED';
  END IF;
  IF NOT FOUND THEN
    PERFORM 1 FROM reviews_decision d JOIN policy_policyversion p ON p.id = d.policy_id
      WHERE d.id = NEW.decision_id AND (p.author_id = ANY (sides) OR p.writers && sides);
  END IF;
  IF NOT FOUND THEN
    PERFORM 1 FROM reviews_decision d JOIN intake_case c ON c.id = d.case_id
      JOIN reviews_relation r ON r.subject_id = c.subject_id
      WHERE d.id = NEW.decision_id AND r.person_id = ANY (sides) AND r.ended_at IS NULL;
  END IF;
  IF FOUND THEN
    RAISE EXCEPTION 'nobody approves for whoever may not' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION public.reviewhub_decided_for() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE sides uuid[];
BEGIN
  PERFORM reviewhub_require_delegation(NEW.delegation_id, NEW.by_id);
  SELECT array_agg(one) INTO sides FROM reviewhub_stands_for(NEW.by_id) one;
  PERFORM 1 FROM reviews_escalation e
    WHERE e.item_id = NEW.item_id AND e.raised_by_id = ANY (sides) AND e.result <> 'RETURNED';
  IF NOT FOUND THEN
    PERFORM 1 FROM intake_case c JOIN reviews_relation r ON r.subject_id = c.subject_id
      WHERE c.id = NEW.case_id AND r.person_id = ANY (sides) AND r.ended_at IS NULL;
  END IF;
  IF FOUND THEN
    RAISE EXCEPTION 'nobody decides for whoever may not' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION public.reviewhub_decider_of() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.decided_by_id IS DISTINCT FROM (SELECT by_id FROM reviews_decision WHERE id = NEW.decision_id) THEN
    RAISE EXCEPTION 'a second review names who decided' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION public.reviewhub_delegation_fits() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE giver accounts_user; receiver accounts_user;
BEGIN
  SELECT * INTO giver FROM accounts_user WHERE id = NEW.giver_id;
  SELECT * INTO receiver FROM accounts_user WHERE id = NEW.to_id;
  IF giver.organisation_id <> NEW.organisation_id OR receiver.organisation_id <> NEW.organisation_id THEN
    RAISE EXCEPTION 'powers stay in their organisation' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT receiver.is_active OR reviewhub_mailbox(giver.email) = reviewhub_mailbox(receiver.email) THEN
    RAISE EXCEPTION 'a power goes to another, active person' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM accounts_standin s
    WHERE s.object_id = NEW.object_id AND s.person_id = NEW.to_id AND s.ended_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'whoever stands in is on the list' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.power <> 'approve_held' THEN
    PERFORM 1 FROM accounts_grantterm t
      WHERE t.user_id = NEW.giver_id AND t.permission = NEW.power AND t.object_id = NEW.object_id
        AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp());
    IF NOT FOUND THEN
      RAISE EXCEPTION 'a power that was handed on is never passed on' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TABLE public.accounts_delegation (
    id uuid NOT NULL,
    number integer NOT NULL,
    power character varying(20) NOT NULL,
    object_id uuid NOT NULL,
    why character varying(300) NOT NULL,
    given_at timestamp with time zone NOT NULL,
    begins_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_by_id uuid,
    giver_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    to_id uuid NOT NULL,
    CONSTRAINT accounts_delegation_number_check CHECK ((number >= 0)),
    CONSTRAINT delegation_is_for_a_time CHECK (((ends_at > begins_at) AND (ends_at <= (begins_at + '31 days'::interval)))),
    CONSTRAINT nobody_delegates_to_themselves CHECK ((NOT (giver_id = to_id)))
);
CREATE FUNCTION public.reviewhub_delegation_runs(d public.accounts_delegation) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  SELECT d.ended_at IS NULL AND d.begins_at <= clock_timestamp() AND d.ends_at > clock_timestamp()
    AND EXISTS (SELECT FROM accounts_user g WHERE g.id = d.giver_id AND g.is_active)
    AND EXISTS (SELECT FROM accounts_standin s
      WHERE s.object_id = d.object_id AND s.person_id = d.to_id AND s.ended_at IS NULL)
    AND (d.power = 'approve_held' OR EXISTS (SELECT FROM accounts_grantterm t
      WHERE t.user_id = d.giver_id AND t.permission = d.power AND t.object_id = d.object_id
        AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp())))
$$;
CREATE FUNCTION public.reviewhub_ensure_partitions(months_ahead integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  parent text; month timestamptz; child text; made integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(5527125);
  FOR parent IN SELECT name FROM core_partitioned ORDER BY name LOOP
    FOR step IN 0..least(greatest(months_ahead, 0), 24) LOOP
      month := date_trunc('month', now(), 'UTC') + make_interval(months => step);
      child := parent || '_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
      IF to_regclass(child) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', child, parent,
          reviewhub_uuid_floor(month), reviewhub_uuid_floor(month + interval '1 month'));
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM reviewhub_app', child);
        made := made + 1;
      END IF;
    END LOOP;
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM reviewhub_app', parent || '_rest');
  END LOOP;
  RETURN made;
END $$;
CREATE FUNCTION public.reviewhub_glass_of_admins() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM 1 FROM accounts_roleassignment a JOIN accounts_user u ON u.id = a.user_id
    WHERE u.id = NEW.admin_id AND u.is_active AND a.role = 'admin' AND u.organisation_id = NEW.organisation_id;
  IF NOT FOUND OR length(trim(NEW.why)) = 0 THEN
    RAISE EXCEPTION 'only admins break the glass, and say why' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION public.reviewhub_looks_for_nobody() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.reviewer_id IS NOT NULL AND NEW.kept_from && ARRAY(SELECT reviewhub_stands_for(NEW.reviewer_id)) THEN
    RAISE EXCEPTION 'nobody gives the second opinion for whoever may not' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.settled_by_id IS NOT NULL
     AND (NEW.kept_from || NEW.reviewer_id) && ARRAY(SELECT reviewhub_stands_for(NEW.settled_by_id)) THEN
    RAISE EXCEPTION 'nobody settles for whoever took part' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION public.reviewhub_mailbox(address text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
  SELECT regexp_replace(lower(address), '\+[^@]*@', '@')
$$;
CREATE FUNCTION public.reviewhub_one_fate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.decision_id::text, 7));
  IF TG_TABLE_NAME = 'reviews_release' THEN
    PERFORM 1 FROM reviews_withdrawal WHERE decision_id = NEW.decision_id;
  ELSE
    PERFORM 1 FROM reviews_release WHERE decision_id = NEW.decision_id;
  END IF;
  IF FOUND THEN
    RAISE EXCEPTION 'a decision is released or withdrawn, never both' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_TABLE_NAME = 'reviews_release' THEN
    PERFORM 1 FROM reviews_approval WHERE decision_id = NEW.decision_id AND result <> 'UPHELD';
    IF FOUND THEN
      RAISE EXCEPTION 'a held decision waits for a second person' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION public.reviewhub_only_ends() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE ending text[] := ARRAY['ended_at', 'ended_by_id', 'closed_at', 'closed_by_id'];
BEGIN
  IF to_jsonb(OLD) - ending <> to_jsonb(NEW) - ending
    OR coalesce(to_jsonb(OLD) ->> 'ended_at', to_jsonb(OLD) ->> 'closed_at') IS NOT NULL
  THEN
    RAISE EXCEPTION 'such a row only ends, once' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION public.reviewhub_require_delegation(delegation uuid, who uuid) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM 1 FROM accounts_delegation d JOIN accounts_user u ON u.id = d.to_id
    WHERE d.id = delegation AND u.actor_id = who AND reviewhub_delegation_runs(d);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'nobody acts under a delegation that is over or not theirs' USING ERRCODE = 'check_violation';
  END IF;
END $$;
CREATE FUNCTION public.reviewhub_second_is_another() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF EXISTS (SELECT FROM reviews_secondreview s WHERE s.item_id = NEW.id
             AND s.kept_from && ARRAY(SELECT reviewhub_stands_for(NEW.holder_id))) THEN
    RAISE EXCEPTION 'nobody looks a second time at what they, or whom they stand in for, decided'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION public.reviewhub_second_person() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.result NOT IN ('UPHELD', 'AMENDED', 'REVERSED', 'RETURNED') OR OLD.result <> '' THEN
    RETURN NEW;
  END IF;
  PERFORM 1 FROM reviews_escalation e
    WHERE e.item_id = NEW.item_id AND e.raised_by_id = NEW.closed_by_id AND e.result <> 'RETURNED';
  IF FOUND THEN
    RAISE EXCEPTION 'whoever raised a case never approves' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM reviews_decision d JOIN policy_policyversion p ON p.id = d.policy_id
    WHERE d.id = NEW.decision_id AND (p.author_id = NEW.closed_by_id OR NEW.closed_by_id = ANY (p.writers));
  IF FOUND THEN
    RAISE EXCEPTION 'whoever wrote the policy of a case never approves' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION public.reviewhub_stands_for(who uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE
    AS $$
  WITH RECURSIVE near (user_id, actor_id, box) AS (
    SELECT u.id, u.actor_id, reviewhub_mailbox(u.email) FROM accounts_user u WHERE u.actor_id = who
    UNION
    SELECT o.id, o.actor_id, reviewhub_mailbox(o.email)
    FROM near n JOIN accounts_user o ON reviewhub_mailbox(o.email) = n.box
      OR o.id IN (SELECT d.giver_id FROM accounts_delegation d
        WHERE d.to_id = n.user_id AND d.ended_at IS NULL AND reviewhub_delegation_runs(d))
  )
  SELECT actor_id FROM near
$$;
CREATE FUNCTION public.reviewhub_stay() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at THEN
    DELETE FROM reviews_itemstay WHERE item_id = NEW.id AND left_at = OLD.closed_at AND how = OLD.state;
  END IF;
  IF NEW.inbox_id <> OLD.inbox_id THEN
    IF NEW.entered_at IS NULL THEN
      RAISE EXCEPTION 'an item enters an inbox at a time: set entered_at' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO reviews_itemstay (item_id, inbox_id, entered_at, left_at, due_at, how)
    VALUES (OLD.id, OLD.inbox_id, COALESCE(OLD.entered_at, OLD.opened_at), NEW.entered_at, OLD.due_at, 'MOVED');
  END IF;
  IF NEW.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at THEN
    INSERT INTO reviews_itemstay (item_id, inbox_id, entered_at, left_at, due_at, how)
    VALUES (
      NEW.id, NEW.inbox_id, COALESCE(NEW.entered_at, NEW.opened_at), NEW.closed_at, NEW.due_at, NEW.state
    );
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION public.reviewhub_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION 'what arrivals point to stays as it is named' USING ERRCODE = 'foreign_key_violation';
END $$;
CREATE FUNCTION public.reviewhub_unrelated() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM 1 FROM reviews_relation r JOIN intake_case c ON c.subject_id = r.subject_id
    WHERE c.id = NEW.case_id AND r.person_id = NEW.by_id AND r.ended_at IS NULL;
  IF FOUND THEN
    RAISE EXCEPTION 'nobody decides on those they have something to do with' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION public.reviewhub_unrelated_approver() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM 1 FROM reviews_decision d JOIN intake_case c ON c.id = d.case_id
    JOIN reviews_relation r ON r.subject_id = c.subject_id
    WHERE d.id = NEW.decision_id AND r.person_id = NEW.closed_by_id AND r.ended_at IS NULL;
  IF FOUND THEN
    RAISE EXCEPTION 'nobody approves on those they have something to do with' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM accounts_user a JOIN accounts_user b
    ON regexp_replace(lower(a.email), '\+[^@]*@', '@') = regexp_replace(lower(b.email), '\+[^@]*@', '@')
    WHERE a.actor_id = NEW.closed_by_id AND b.actor_id = NEW.decided_by_id;
  IF FOUND THEN
    RAISE EXCEPTION 'another account of whoever decided never approves' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION public.reviewhub_uuid_floor(moment timestamp with time zone) RETURNS uuid
    LANGUAGE sql IMMUTABLE
    AS $$
  SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;
CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id uuid NOT NULL
);
ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);
ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_actor (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    name character varying(120) NOT NULL,
    organisation_id uuid NOT NULL
);
CREATE TABLE public.accounts_apikey (
    id uuid NOT NULL,
    prefix character varying(12) NOT NULL,
    digest bytea NOT NULL,
    scopes character varying(40)[] NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    actor_id uuid NOT NULL,
    name character varying(60) DEFAULT ''::character varying NOT NULL,
    revoked_by_id uuid,
    last_used_at timestamp with time zone
);
CREATE TABLE public.accounts_breakglass (
    id uuid NOT NULL,
    number integer NOT NULL,
    object_id uuid NOT NULL,
    why character varying(300) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    admin_id uuid NOT NULL,
    closed_by_id uuid,
    organisation_id uuid NOT NULL,
    CONSTRAINT accounts_breakglass_number_check CHECK ((number >= 0)),
    CONSTRAINT break_glass_is_for_an_hour CHECK (((ends_at > opened_at) AND (ends_at <= (opened_at + '01:00:00'::interval))))
);
CREATE TABLE public.accounts_grantchange (
    id uuid NOT NULL,
    permission character varying(40) NOT NULL,
    object_id uuid NOT NULL,
    is_given boolean NOT NULL,
    expires_at timestamp with time zone,
    why character varying(300) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    person_id uuid NOT NULL
);
CREATE TABLE public.accounts_grantterm (
    id uuid NOT NULL,
    permission character varying(40) NOT NULL,
    object_id uuid NOT NULL,
    given_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    given_by_id uuid NOT NULL,
    user_id uuid NOT NULL,
    organisation_id uuid NOT NULL
);
CREATE TABLE public.accounts_machineclient (
    id uuid NOT NULL,
    name character varying(50) NOT NULL,
    source_id uuid,
    system_ids uuid[] NOT NULL,
    is_active boolean NOT NULL,
    actor_id uuid NOT NULL,
    organisation_id uuid NOT NULL
);
CREATE TABLE public.accounts_organisation (
    id uuid NOT NULL,
    slug character varying(50) NOT NULL,
    name character varying(120) NOT NULL,
    time_zone character varying(60) NOT NULL,
    is_demonstration boolean NOT NULL,
    has_recorded_decisions boolean DEFAULT false NOT NULL
);
CREATE TABLE public.accounts_personchange (
    id uuid NOT NULL,
    what character varying(12) NOT NULL,
    role character varying(20) NOT NULL,
    why character varying(300) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid NOT NULL,
    person_id uuid NOT NULL
);
CREATE TABLE public.accounts_roleassignment (
    id uuid NOT NULL,
    role character varying(20) NOT NULL,
    given_at timestamp with time zone NOT NULL,
    user_id uuid NOT NULL
);
CREATE TABLE public.accounts_standin (
    id uuid NOT NULL,
    object_id uuid NOT NULL,
    listed_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_by_id uuid,
    listed_by_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    person_id uuid NOT NULL
);
CREATE TABLE public.accounts_timeaway (
    id uuid NOT NULL,
    from_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone NOT NULL,
    stated_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    person_id uuid NOT NULL,
    stated_by_id uuid NOT NULL,
    handed_at timestamp with time zone,
    stand_in_id uuid,
    CONSTRAINT nobody_stands_in_for_themselves CHECK ((NOT ((stand_in_id = person_id) AND (stand_in_id IS NOT NULL)))),
    CONSTRAINT time_away_ends_after_it_begins CHECK ((until_at > from_at))
);
CREATE TABLE public.accounts_user (
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(120) NOT NULL,
    is_active boolean NOT NULL,
    is_simulated boolean NOT NULL,
    time_zone character varying(60) NOT NULL,
    theme character varying(10) NOT NULL,
    density character varying(12) NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    actor_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    language character varying(10) NOT NULL,
    single_keys boolean NOT NULL,
    tour_step smallint NOT NULL,
    mails character varying(10) DEFAULT 'daily'::character varying NOT NULL,
    CONSTRAINT accounts_user_tour_step_check CHECK ((tour_step >= 0))
);
CREATE TABLE public.accounts_user_groups (
    id bigint NOT NULL,
    user_id uuid NOT NULL,
    group_id integer NOT NULL
);
ALTER TABLE public.accounts_user_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_user_user_permissions (
    id bigint NOT NULL,
    user_id uuid NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.accounts_user_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_workingtime (
    id uuid NOT NULL,
    hours jsonb NOT NULL,
    holidays jsonb NOT NULL,
    set_at timestamp with time zone NOT NULL,
    organisation_id uuid NOT NULL
);
CREATE TABLE public.audit_entry (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    verb character varying(60) NOT NULL,
    actor_kind character varying(10) NOT NULL,
    actor_id uuid,
    object_type character varying(40) NOT NULL,
    object_id uuid NOT NULL,
    case_id uuid,
    said_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    body bytea NOT NULL,
    leaf bytea NOT NULL
)
PARTITION BY RANGE (id);
CREATE TABLE public.audit_entry_rest (
    id uuid CONSTRAINT audit_entry_id_not_null NOT NULL,
    organisation_id uuid CONSTRAINT audit_entry_organisation_id_not_null NOT NULL,
    verb character varying(60) CONSTRAINT audit_entry_verb_not_null NOT NULL,
    actor_kind character varying(10) CONSTRAINT audit_entry_actor_kind_not_null NOT NULL,
    actor_id uuid,
    object_type character varying(40) CONSTRAINT audit_entry_object_type_not_null NOT NULL,
    object_id uuid CONSTRAINT audit_entry_object_id_not_null NOT NULL,
    case_id uuid,
    said_at timestamp with time zone CONSTRAINT audit_entry_said_at_not_null NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() CONSTRAINT audit_entry_recorded_at_not_null NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() CONSTRAINT audit_entry_xid_not_null NOT NULL,
    body bytea CONSTRAINT audit_entry_body_not_null NOT NULL,
    leaf bytea CONSTRAINT audit_entry_leaf_not_null NOT NULL
);
CREATE TABLE public.audit_position (
    number bigint NOT NULL,
    entry_id uuid NOT NULL,
    placed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL
);
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_cache (
    cache_key character varying(255) NOT NULL,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE TABLE public.core_heartbeat (
    name character varying(80) NOT NULL,
    every_seconds double precision NOT NULL,
    seen_at timestamp with time zone,
    failed_at timestamp with time zone,
    says character varying(80) NOT NULL,
    took_ms integer,
    started_at timestamp with time zone,
    version character varying(20) NOT NULL,
    CONSTRAINT core_heartbeat_took_ms_check CHECK ((took_ms >= 0))
);
CREATE TABLE public.core_idempotentrequest (
    id uuid NOT NULL,
    principal_id uuid NOT NULL,
    route character varying(100) NOT NULL,
    key character varying(200) NOT NULL,
    body_digest bytea NOT NULL,
    status smallint NOT NULL,
    answer jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT core_idempotentrequest_status_check CHECK ((status >= 0))
);
CREATE TABLE public.core_partitioned (
    name text NOT NULL
);
CREATE TABLE public.core_progress (
    key character varying(100) NOT NULL,
    place integer NOT NULL,
    done integer NOT NULL,
    total integer NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT core_progress_done_check CHECK ((done >= 0)),
    CONSTRAINT core_progress_place_check CHECK ((place >= 0)),
    CONSTRAINT core_progress_total_check CHECK ((total >= 0))
);
CREATE TABLE public.core_subjectkey (
    subject_id uuid NOT NULL,
    wrapped bytea,
    erased_at timestamp with time zone
);
CREATE TABLE public.delivery_answerdelivery (
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    state character varying(10) NOT NULL,
    skipped_why character varying(40) NOT NULL,
    attempt integer NOT NULL,
    next_attempt_at timestamp with time zone,
    due_at timestamp with time zone NOT NULL,
    is_filled_in boolean DEFAULT false NOT NULL,
    sent_at timestamp with time zone,
    appeal_id uuid NOT NULL,
    source_id uuid NOT NULL,
    CONSTRAINT delivery_answerdelivery_attempt_check CHECK ((attempt >= 0))
);
CREATE TABLE public.delivery_attempt (
    id uuid NOT NULL,
    delivery_id uuid NOT NULL,
    number integer NOT NULL,
    at timestamp with time zone NOT NULL,
    status smallint,
    error character varying(60) NOT NULL,
    took_ms integer NOT NULL
)
PARTITION BY RANGE (id);
CREATE TABLE public.delivery_attempt_rest (
    id uuid CONSTRAINT delivery_attempt_id_not_null NOT NULL,
    delivery_id uuid CONSTRAINT delivery_attempt_delivery_id_not_null NOT NULL,
    number integer CONSTRAINT delivery_attempt_number_not_null NOT NULL,
    at timestamp with time zone CONSTRAINT delivery_attempt_at_not_null NOT NULL,
    status smallint,
    error character varying(60) CONSTRAINT delivery_attempt_error_not_null NOT NULL,
    took_ms integer CONSTRAINT delivery_attempt_took_ms_not_null NOT NULL
);
CREATE TABLE public.delivery_delivery (
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    sequence integer,
    state character varying(10) NOT NULL,
    skipped_why character varying(40) NOT NULL,
    attempt integer NOT NULL,
    next_attempt_at timestamp with time zone,
    due_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    receipt_due_at timestamp with time zone,
    closed_at timestamp with time zone,
    decision_id uuid NOT NULL,
    source_id uuid NOT NULL,
    is_filled_in boolean DEFAULT false NOT NULL,
    CONSTRAINT delivery_delivery_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT delivery_delivery_sequence_check CHECK ((sequence >= 0))
);
CREATE TABLE public.delivery_receipt (
    id uuid NOT NULL,
    receipt_id character varying(120) NOT NULL,
    status character varying(10) NOT NULL,
    at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    reference character varying(80) NOT NULL,
    code character varying(60) NOT NULL,
    sealed_detail bytea,
    body_digest bytea NOT NULL,
    delivery_id uuid NOT NULL,
    source_id uuid NOT NULL
);
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
CREATE TABLE public.guardian_groupobjectpermission (
    id integer NOT NULL,
    object_pk character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.guardian_groupobjectpermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.guardian_groupobjectpermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.guardian_userobjectpermission (
    id integer NOT NULL,
    object_pk character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    permission_id integer NOT NULL,
    user_id uuid NOT NULL
);
ALTER TABLE public.guardian_userobjectpermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.guardian_userobjectpermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.intake_case (
    id uuid NOT NULL,
    case_ref character varying(80) NOT NULL,
    kind character varying(15) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    last_sequence integer NOT NULL,
    source_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    terms text NOT NULL,
    CONSTRAINT intake_case_last_sequence_check CHECK ((last_sequence >= 0))
)
WITH (fillfactor='90', autovacuum_analyze_scale_factor='0.4');
CREATE TABLE public.intake_contextsnapshot (
    id uuid NOT NULL,
    facts jsonb NOT NULL,
    sealed bytea NOT NULL,
    sealed_digest bytea NOT NULL,
    digest bytea NOT NULL,
    state character varying(15) NOT NULL,
    findings jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    case_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    given jsonb NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_analyze_scale_factor='0.4');
ALTER TABLE ONLY public.intake_contextsnapshot ALTER COLUMN facts SET STATISTICS 0;
ALTER TABLE ONLY public.intake_contextsnapshot ALTER COLUMN sealed SET STATISTICS 0;
ALTER TABLE ONLY public.intake_contextsnapshot ALTER COLUMN sealed_digest SET STATISTICS 0;
ALTER TABLE ONLY public.intake_contextsnapshot ALTER COLUMN digest SET STATISTICS 0;
ALTER TABLE ONLY public.intake_contextsnapshot ALTER COLUMN given SET STATISTICS 0;
CREATE TABLE public.intake_evidence (
    id uuid NOT NULL,
    external_ref character varying(80) NOT NULL,
    by_id uuid NOT NULL,
    sealed_name bytea,
    sealed_source bytea,
    source_mark bytea,
    said_type character varying(100) NOT NULL,
    type character varying(20) NOT NULL,
    n_bytes integer NOT NULL,
    mark bytea,
    state character varying(10) NOT NULL,
    why character varying(20) NOT NULL,
    n_pages smallint NOT NULL,
    n_tries smallint NOT NULL,
    due_at timestamp with time zone,
    is_simulated boolean NOT NULL,
    received_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    case_id uuid,
    subject_id uuid NOT NULL,
    awaits_ref character varying(80) NOT NULL,
    waits_until timestamp with time zone,
    CONSTRAINT evidence_of_a_case CHECK (((case_id IS NOT NULL) OR (NOT ((awaits_ref)::text = ''::text)))),
    CONSTRAINT intake_evidence_n_bytes_check CHECK ((n_bytes >= 0)),
    CONSTRAINT intake_evidence_n_pages_check CHECK ((n_pages >= 0)),
    CONSTRAINT intake_evidence_n_tries_check CHECK ((n_tries >= 0))
);
CREATE TABLE public.intake_evidencepage (
    id uuid NOT NULL,
    number smallint NOT NULL,
    width smallint NOT NULL,
    height smallint NOT NULL,
    sealed_text bytea NOT NULL,
    evidence_id uuid NOT NULL,
    CONSTRAINT intake_evidencepage_height_check CHECK ((height >= 0)),
    CONSTRAINT intake_evidencepage_number_check CHECK ((number >= 0)),
    CONSTRAINT intake_evidencepage_width_check CHECK ((width >= 0))
);
CREATE TABLE public.intake_factchange (
    id uuid NOT NULL,
    by_id uuid NOT NULL,
    sent jsonb NOT NULL,
    changed jsonb NOT NULL,
    decisive jsonb NOT NULL,
    is_late boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    before_id uuid NOT NULL,
    case_id uuid NOT NULL,
    recommendation_id uuid NOT NULL,
    snapshot_id uuid NOT NULL
);
CREATE TABLE public.intake_protectedfact (
    id uuid NOT NULL,
    sealed bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    case_id uuid NOT NULL
);
CREATE TABLE public.intake_recommendation (
    id uuid NOT NULL,
    by_id uuid NOT NULL,
    external_id character varying(120) NOT NULL,
    number integer NOT NULL,
    state character varying(12) NOT NULL,
    stake_minor bigint,
    currency character varying(3) NOT NULL,
    confidence numeric(7,6) NOT NULL,
    model_version character varying(80) NOT NULL,
    prompt_version character varying(80) NOT NULL,
    segment character varying(60) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    body_digest bytea NOT NULL,
    case_id uuid NOT NULL,
    outcome_code_id uuid NOT NULL,
    snapshot_id uuid NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT intake_recommendation_number_check CHECK ((number >= 0))
)
WITH (autovacuum_analyze_scale_factor='0.4');
ALTER TABLE ONLY public.intake_recommendation ALTER COLUMN body_digest SET STATISTICS 0;
CREATE TABLE public.intake_subject (
    id uuid NOT NULL,
    subject_ref character varying(80) NOT NULL,
    sealed_name bytea,
    source_id uuid NOT NULL
)
WITH (autovacuum_analyze_scale_factor='0.4');
CREATE TABLE public.intake_unseenrecommendation (
    id uuid NOT NULL,
    by_id uuid NOT NULL,
    external_id character varying(120) NOT NULL,
    stake_minor bigint,
    currency character varying(3) NOT NULL,
    confidence numeric(7,6) NOT NULL,
    model_version character varying(80) NOT NULL,
    prompt_version character varying(80) NOT NULL,
    segment character varying(60) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    body_digest bytea NOT NULL,
    instead_of character varying(80) NOT NULL,
    advise_due_at timestamp with time zone,
    advised_as_id uuid,
    case_id uuid NOT NULL,
    outcome_code_id uuid NOT NULL,
    snapshot_id uuid NOT NULL,
    system_id uuid NOT NULL
);
CREATE TABLE public.learning_effect (
    id uuid NOT NULL,
    look smallint NOT NULL,
    verdict character varying(10) NOT NULL,
    counts character varying(20) NOT NULL,
    method character varying(40) NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone NOT NULL,
    n_before integer NOT NULL,
    k_before integer NOT NULL,
    n_after integer NOT NULL,
    k_after integer NOT NULL,
    rest_n_before integer NOT NULL,
    rest_k_before integer NOT NULL,
    rest_n_after integer NOT NULL,
    rest_k_after integer NOT NULL,
    expected double precision NOT NULL,
    difference double precision NOT NULL,
    low double precision NOT NULL,
    high double precision NOT NULL,
    level double precision NOT NULL,
    assumes character varying(40)[] NOT NULL,
    cost jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    fix_id uuid NOT NULL,
    CONSTRAINT learning_effect_k_after_check CHECK ((k_after >= 0)),
    CONSTRAINT learning_effect_k_before_check CHECK ((k_before >= 0)),
    CONSTRAINT learning_effect_look_check CHECK ((look >= 0)),
    CONSTRAINT learning_effect_n_after_check CHECK ((n_after >= 0)),
    CONSTRAINT learning_effect_n_before_check CHECK ((n_before >= 0)),
    CONSTRAINT learning_effect_rest_k_after_check CHECK ((rest_k_after >= 0)),
    CONSTRAINT learning_effect_rest_k_before_check CHECK ((rest_k_before >= 0)),
    CONSTRAINT learning_effect_rest_n_after_check CHECK ((rest_n_after >= 0)),
    CONSTRAINT learning_effect_rest_n_before_check CHECK ((rest_n_before >= 0))
);
CREATE TABLE public.learning_finding (
    id uuid NOT NULL,
    conditions_key character varying(200) NOT NULL,
    state character varying(15) NOT NULL,
    version integer NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    system_id uuid NOT NULL,
    first_pattern_id uuid NOT NULL,
    last_pattern_id uuid NOT NULL,
    assigned_to_id uuid,
    dismissed_n integer,
    due_on date,
    target character varying(20) NOT NULL,
    CONSTRAINT learning_finding_dismissed_n_check CHECK ((dismissed_n >= 0)),
    CONSTRAINT learning_finding_version_check CHECK ((version >= 0))
);
CREATE TABLE public.learning_findingstep (
    id uuid NOT NULL,
    kind character varying(15) NOT NULL,
    state character varying(15) NOT NULL,
    at timestamp with time zone NOT NULL,
    text character varying(1000) NOT NULL,
    due_on date,
    by_id uuid NOT NULL,
    finding_id uuid NOT NULL,
    to_id uuid
);
CREATE TABLE public.learning_findingtally (
    id uuid NOT NULL,
    computed_at timestamp with time zone NOT NULL,
    weeks jsonb NOT NULL,
    known jsonb NOT NULL,
    finding_id uuid NOT NULL
);
CREATE TABLE public.learning_fix (
    id uuid NOT NULL,
    number integer NOT NULL,
    kind character varying(10) NOT NULL,
    state character varying(10) NOT NULL,
    says character varying(500) NOT NULL,
    body jsonb NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    proposed_at timestamp with time zone,
    signed_at timestamp with time zone,
    known_models character varying(80)[] NOT NULL,
    live_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_why character varying(500) NOT NULL,
    author_id uuid NOT NULL,
    contract_id uuid,
    contract_draft_id uuid,
    finding_id uuid NOT NULL,
    policy_id uuid,
    replay_id uuid,
    signed_by_id uuid,
    system_id uuid NOT NULL,
    CONSTRAINT fix_author_never_signs CHECK (((signed_by_id IS NULL) OR (NOT ((signed_by_id = author_id) AND (signed_by_id IS NOT NULL))))),
    CONSTRAINT learning_fix_number_check CHECK ((number >= 0)),
    CONSTRAINT live_fix_is_signed CHECK (((NOT ((state)::text = 'LIVE'::text)) OR ((live_at IS NOT NULL) AND (signed_by_id IS NOT NULL))))
);
CREATE TABLE public.learning_miningpart (
    id uuid NOT NULL,
    stage character varying(10) NOT NULL,
    place smallint NOT NULL,
    month_on date NOT NULL,
    first integer NOT NULL,
    n_rows integer,
    state character varying(10) NOT NULL,
    token smallint NOT NULL,
    taken_at timestamp with time zone,
    took_ms integer NOT NULL,
    payload bytea,
    told jsonb,
    run_id uuid NOT NULL,
    CONSTRAINT learning_miningpart_first_check CHECK ((first >= 0)),
    CONSTRAINT learning_miningpart_n_rows_check CHECK ((n_rows >= 0)),
    CONSTRAINT learning_miningpart_place_check CHECK ((place >= 0)),
    CONSTRAINT learning_miningpart_token_check CHECK ((token >= 0)),
    CONSTRAINT learning_miningpart_took_ms_check CHECK ((took_ms >= 0))
);
CREATE TABLE public.learning_miningrun (
    id uuid NOT NULL,
    state character varying(10) NOT NULL,
    period_on date NOT NULL,
    number smallint NOT NULL,
    token smallint NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    n_decisions integer NOT NULL,
    n_overrides integer NOT NULL,
    n_cells integer NOT NULL,
    n_tests integer NOT NULL,
    n_smallest_effect integer,
    smallest_effect double precision,
    parameters jsonb NOT NULL,
    windows jsonb NOT NULL,
    band_edges jsonb NOT NULL,
    failure character varying(300) NOT NULL,
    system_id uuid NOT NULL,
    asked_by_id uuid,
    digest bytea,
    happened jsonb NOT NULL,
    horizon uuid,
    known_at timestamp with time zone,
    led_at timestamp with time zone,
    notes jsonb NOT NULL,
    plan jsonb NOT NULL,
    protected jsonb NOT NULL,
    repeats_id uuid,
    stage character varying(10) NOT NULL,
    versions jsonb NOT NULL,
    reads jsonb NOT NULL,
    target character varying(20) NOT NULL,
    recent jsonb,
    CONSTRAINT learning_miningrun_n_cells_check CHECK ((n_cells >= 0)),
    CONSTRAINT learning_miningrun_n_decisions_check CHECK ((n_decisions >= 0)),
    CONSTRAINT learning_miningrun_n_overrides_check CHECK ((n_overrides >= 0)),
    CONSTRAINT learning_miningrun_n_smallest_effect_check CHECK ((n_smallest_effect >= 0)),
    CONSTRAINT learning_miningrun_n_tests_check CHECK ((n_tests >= 0)),
    CONSTRAINT learning_miningrun_number_check CHECK ((number >= 0)),
    CONSTRAINT learning_miningrun_token_check CHECK ((token >= 0))
);
CREATE TABLE public.learning_noteday (
    id uuid NOT NULL,
    "on" date NOT NULL,
    n_notes integer NOT NULL,
    read_at timestamp with time zone NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT learning_noteday_n_notes_check CHECK ((n_notes >= 0))
);
CREATE TABLE public.learning_notegroup (
    id uuid NOT NULL,
    place smallint NOT NULL,
    n integer NOT NULL,
    terms character varying(60)[] NOT NULL,
    decisions uuid[] NOT NULL,
    grouping_id uuid NOT NULL,
    same_as_id uuid,
    CONSTRAINT learning_notegroup_n_check CHECK ((n >= 0)),
    CONSTRAINT learning_notegroup_place_check CHECK ((place >= 0))
);
CREATE TABLE public.learning_notegrouping (
    id uuid NOT NULL,
    "on" date NOT NULL,
    n_notes integer NOT NULL,
    n_loose integer NOT NULL,
    failure character varying(200) NOT NULL,
    computed_at timestamp with time zone NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT learning_notegrouping_n_loose_check CHECK ((n_loose >= 0)),
    CONSTRAINT learning_notegrouping_n_notes_check CHECK ((n_notes >= 0))
);
CREATE TABLE public.learning_notelabel (
    id uuid NOT NULL,
    text character varying(80) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid NOT NULL,
    group_id uuid NOT NULL,
    number smallint NOT NULL,
    CONSTRAINT learning_notelabel_number_check CHECK ((number >= 0))
);
CREATE TABLE public.learning_notelook (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    about_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid NOT NULL,
    system_id uuid NOT NULL
);
CREATE TABLE public.learning_pattern (
    id uuid NOT NULL,
    place smallint NOT NULL,
    conditions jsonb NOT NULL,
    conditions_key character varying(200) NOT NULL,
    words character varying(500) NOT NULL,
    n integer NOT NULL,
    n_overridden integer NOT NULL,
    rate double precision NOT NULL,
    low double precision NOT NULL,
    high double precision NOT NULL,
    rest_rate double precision NOT NULL,
    p double precision NOT NULL,
    q double precision NOT NULL,
    excess double precision NOT NULL,
    confirmation jsonb,
    reasons jsonb NOT NULL,
    evidence uuid[] NOT NULL,
    counter_examples uuid[] NOT NULL,
    run_id uuid NOT NULL,
    n_stakes integer NOT NULL,
    stake_minor bigint NOT NULL,
    change_minor bigint NOT NULL,
    n_changed integer NOT NULL,
    weeks jsonb NOT NULL,
    CONSTRAINT learning_pattern_n_changed_check CHECK ((n_changed >= 0)),
    CONSTRAINT learning_pattern_n_check CHECK ((n >= 0)),
    CONSTRAINT learning_pattern_n_overridden_check CHECK ((n_overridden >= 0)),
    CONSTRAINT learning_pattern_n_stakes_check CHECK ((n_stakes >= 0)),
    CONSTRAINT learning_pattern_place_check CHECK ((place >= 0))
);
CREATE TABLE public.learning_sharpnote (
    id uuid NOT NULL,
    day_id uuid NOT NULL,
    decision_id uuid NOT NULL
);
CREATE TABLE public.learning_weekreport (
    id uuid NOT NULL,
    week_on date NOT NULL,
    body jsonb NOT NULL,
    written_at timestamp with time zone NOT NULL,
    system_id uuid NOT NULL
);
CREATE TABLE public.measures_brokensuggestion (
    id uuid NOT NULL,
    item_id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    model_version character varying(80) NOT NULL,
    prompt_version character varying(80) NOT NULL,
    sealed_text bytea,
    by_pseudonym character varying(16) NOT NULL,
    at timestamp with time zone NOT NULL,
    recommendation_id uuid NOT NULL,
    system_id uuid NOT NULL,
    again smallint NOT NULL,
    CONSTRAINT measures_brokensuggestion_again_check CHECK ((again >= 0))
);
CREATE TABLE public.measures_brokentakenback (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    report_id uuid NOT NULL
);
CREATE TABLE public.measures_calibration (
    id uuid NOT NULL,
    model_version character varying(80) NOT NULL,
    segment character varying(60) NOT NULL,
    state character varying(20) NOT NULL,
    n integer NOT NULL,
    n_correct integer NOT NULL,
    n_audited integer NOT NULL,
    because character varying(200) NOT NULL,
    ece double precision,
    top_gap double precision,
    auroc double precision,
    brier double precision,
    computed_at timestamp with time zone NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT measures_calibration_n_audited_check CHECK ((n_audited >= 0)),
    CONSTRAINT measures_calibration_n_check CHECK ((n >= 0)),
    CONSTRAINT measures_calibration_n_correct_check CHECK ((n_correct >= 0))
);
CREATE TABLE public.measures_calibrationbin (
    id uuid NOT NULL,
    model_version character varying(80) NOT NULL,
    segment character varying(60) NOT NULL,
    place smallint NOT NULL,
    lower double precision NOT NULL,
    upper double precision NOT NULL,
    n integer NOT NULL,
    n_correct integer NOT NULL,
    n_audited integer NOT NULL,
    sum_confidence double precision NOT NULL,
    sum_weight double precision NOT NULL,
    sum_weight_squared double precision NOT NULL,
    sum_weight_correct double precision NOT NULL,
    sum_weight_confidence double precision NOT NULL,
    sum_squared_error double precision NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT measures_calibrationbin_n_audited_check CHECK ((n_audited >= 0)),
    CONSTRAINT measures_calibrationbin_n_check CHECK ((n >= 0)),
    CONSTRAINT measures_calibrationbin_n_correct_check CHECK ((n_correct >= 0)),
    CONSTRAINT measures_calibrationbin_place_check CHECK ((place >= 0))
);
CREATE TABLE public.measures_contextcount (
    id uuid NOT NULL,
    day_on date NOT NULL,
    fact character varying(64) NOT NULL,
    source character varying(100) NOT NULL,
    kind character varying(20) NOT NULL,
    n integer NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT measures_contextcount_n_check CHECK ((n >= 0))
);
CREATE TABLE public.measures_contextrepair (
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    fact character varying(64) NOT NULL,
    kind character varying(20) NOT NULL,
    found_at timestamp with time zone NOT NULL,
    cured_at timestamp with time zone NOT NULL,
    system_id uuid NOT NULL
);
CREATE TABLE public.measures_decisionfacts (
    id uuid NOT NULL,
    decision_id uuid NOT NULL,
    system_id uuid NOT NULL,
    case_id uuid NOT NULL,
    item_id uuid,
    by_kind character varying(10) NOT NULL,
    by_pseudonym character varying(16) NOT NULL,
    recommended character varying(40) NOT NULL,
    decided character varying(40) NOT NULL,
    is_override boolean NOT NULL,
    direction character varying(20) NOT NULL,
    reason character varying(40) NOT NULL,
    core_category character varying(30) NOT NULL,
    confidence numeric(7,6) NOT NULL,
    model_version character varying(80) NOT NULL,
    segment character varying(60) NOT NULL,
    stake_minor bigint,
    seconds_to_decide integer,
    was_escalated boolean NOT NULL,
    is_audit boolean NOT NULL,
    sample_share numeric(5,4),
    features jsonb NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    view_asked boolean DEFAULT false NOT NULL,
    viewed character varying(40) DEFAULT ''::character varying NOT NULL,
    kind character varying(12) DEFAULT ''::character varying NOT NULL,
    replaces uuid,
    prompt_version character varying(80) DEFAULT ''::character varying NOT NULL,
    policy_id uuid,
    lane character varying(10) DEFAULT ''::character varying NOT NULL,
    amount_minor bigint,
    sure character varying(10) DEFAULT ''::character varying NOT NULL,
    arrived_at timestamp with time zone,
    claimed_at timestamp with time zone,
    released_at timestamp with time zone,
    n_questions smallint,
    n_returns smallint,
    reasons jsonb DEFAULT '[]'::jsonb NOT NULL,
    corrected jsonb DEFAULT '[]'::jsonb NOT NULL,
    faults jsonb DEFAULT '{}'::jsonb NOT NULL
)
PARTITION BY RANGE (id);
CREATE TABLE public.measures_decisionfacts_rest (
    id uuid CONSTRAINT measures_decisionfacts_id_not_null NOT NULL,
    decision_id uuid CONSTRAINT measures_decisionfacts_decision_id_not_null NOT NULL,
    system_id uuid CONSTRAINT measures_decisionfacts_system_id_not_null NOT NULL,
    case_id uuid CONSTRAINT measures_decisionfacts_case_id_not_null NOT NULL,
    item_id uuid,
    by_kind character varying(10) CONSTRAINT measures_decisionfacts_by_kind_not_null NOT NULL,
    by_pseudonym character varying(16) CONSTRAINT measures_decisionfacts_by_pseudonym_not_null NOT NULL,
    recommended character varying(40) CONSTRAINT measures_decisionfacts_recommended_not_null NOT NULL,
    decided character varying(40) CONSTRAINT measures_decisionfacts_decided_not_null NOT NULL,
    is_override boolean CONSTRAINT measures_decisionfacts_is_override_not_null NOT NULL,
    direction character varying(20) CONSTRAINT measures_decisionfacts_direction_not_null NOT NULL,
    reason character varying(40) CONSTRAINT measures_decisionfacts_reason_not_null NOT NULL,
    core_category character varying(30) CONSTRAINT measures_decisionfacts_core_category_not_null NOT NULL,
    confidence numeric(7,6) CONSTRAINT measures_decisionfacts_confidence_not_null NOT NULL,
    model_version character varying(80) CONSTRAINT measures_decisionfacts_model_version_not_null NOT NULL,
    segment character varying(60) CONSTRAINT measures_decisionfacts_segment_not_null NOT NULL,
    stake_minor bigint,
    seconds_to_decide integer,
    was_escalated boolean CONSTRAINT measures_decisionfacts_was_escalated_not_null NOT NULL,
    is_audit boolean CONSTRAINT measures_decisionfacts_is_audit_not_null NOT NULL,
    sample_share numeric(5,4),
    features jsonb CONSTRAINT measures_decisionfacts_features_not_null NOT NULL,
    decided_at timestamp with time zone CONSTRAINT measures_decisionfacts_decided_at_not_null NOT NULL,
    view_asked boolean DEFAULT false CONSTRAINT measures_decisionfacts_view_asked_not_null NOT NULL,
    viewed character varying(40) DEFAULT ''::character varying CONSTRAINT measures_decisionfacts_viewed_not_null NOT NULL,
    kind character varying(12) DEFAULT ''::character varying CONSTRAINT measures_decisionfacts_kind_not_null NOT NULL,
    replaces uuid,
    prompt_version character varying(80) DEFAULT ''::character varying CONSTRAINT measures_decisionfacts_prompt_version_not_null NOT NULL,
    policy_id uuid,
    lane character varying(10) DEFAULT ''::character varying CONSTRAINT measures_decisionfacts_lane_not_null NOT NULL,
    amount_minor bigint,
    sure character varying(10) DEFAULT ''::character varying CONSTRAINT measures_decisionfacts_sure_not_null NOT NULL,
    arrived_at timestamp with time zone,
    claimed_at timestamp with time zone,
    released_at timestamp with time zone,
    n_questions smallint,
    n_returns smallint,
    reasons jsonb DEFAULT '[]'::jsonb CONSTRAINT measures_decisionfacts_reasons_not_null NOT NULL,
    corrected jsonb DEFAULT '[]'::jsonb CONSTRAINT measures_decisionfacts_corrected_not_null NOT NULL,
    faults jsonb DEFAULT '{}'::jsonb CONSTRAINT measures_decisionfacts_faults_not_null NOT NULL
);
CREATE TABLE public.measures_decisiontally (
    id uuid NOT NULL,
    week_on date NOT NULL,
    segment character varying(60) NOT NULL,
    direction character varying(20) NOT NULL,
    reason character varying(40) NOT NULL,
    recommended character varying(40) NOT NULL,
    decided character varying(40) NOT NULL,
    by_person boolean NOT NULL,
    is_override boolean NOT NULL,
    view_asked boolean NOT NULL,
    viewed character varying(40) NOT NULL,
    is_old boolean NOT NULL,
    fits_rule boolean NOT NULL,
    value boolean,
    seconded boolean,
    n integer NOT NULL,
    system_id uuid NOT NULL,
    model_version character varying(80) NOT NULL,
    CONSTRAINT measures_decisiontally_n_check CHECK ((n >= 0))
);
CREATE TABLE public.measures_definitionquestion (
    id uuid NOT NULL,
    fact character varying(64) NOT NULL,
    text character varying(1000) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    answer character varying(2000) NOT NULL,
    closed_at timestamp with time zone,
    asked_by_id uuid NOT NULL,
    closed_by_id uuid,
    system_id uuid NOT NULL,
    to_id uuid NOT NULL
);
CREATE TABLE public.measures_groundingcount (
    id uuid NOT NULL,
    day_on date NOT NULL,
    model_version character varying(80) NOT NULL,
    prompt_version character varying(80) NOT NULL,
    n_arrivals integer NOT NULL,
    n_statements integer NOT NULL,
    n_unsupported integer NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT measures_groundingcount_n_arrivals_check CHECK ((n_arrivals >= 0)),
    CONSTRAINT measures_groundingcount_n_statements_check CHECK ((n_statements >= 0)),
    CONSTRAINT measures_groundingcount_n_unsupported_check CHECK ((n_unsupported >= 0))
);
CREATE TABLE public.measures_measurement (
    id uuid NOT NULL,
    measure character varying(40) NOT NULL,
    period_on date NOT NULL,
    n integer NOT NULL,
    value double precision,
    low double precision,
    high double precision,
    computed_at timestamp with time zone NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT measures_measurement_n_check CHECK ((n >= 0))
);
CREATE TABLE public.measures_modeltally (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    is_seen boolean NOT NULL,
    said character varying(40) NOT NULL,
    n_decided integer NOT NULL,
    n_agreed integer NOT NULL,
    n_known integer NOT NULL,
    n_right integer NOT NULL,
    computed_at timestamp with time zone NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT measures_modeltally_n_agreed_check CHECK ((n_agreed >= 0)),
    CONSTRAINT measures_modeltally_n_decided_check CHECK ((n_decided >= 0)),
    CONSTRAINT measures_modeltally_n_known_check CHECK ((n_known >= 0)),
    CONSTRAINT measures_modeltally_n_right_check CHECK ((n_right >= 0))
);
CREATE TABLE public.measures_modelversion (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    n_decisions integer NOT NULL,
    n_known integer NOT NULL,
    n_right integer NOT NULL,
    computed_at timestamp with time zone NOT NULL,
    system_id uuid NOT NULL,
    by_segment jsonb NOT NULL,
    CONSTRAINT measures_modelversion_n_decisions_check CHECK ((n_decisions >= 0)),
    CONSTRAINT measures_modelversion_n_known_check CHECK ((n_known >= 0)),
    CONSTRAINT measures_modelversion_n_right_check CHECK ((n_right >= 0))
);
CREATE TABLE public.measures_outcome (
    id uuid NOT NULL,
    external_id character varying(120) NOT NULL,
    measure character varying(40) NOT NULL,
    value boolean,
    number numeric(14,4),
    known_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    body_digest bytea NOT NULL,
    case_id uuid NOT NULL
);
CREATE TABLE public.measures_replay (
    id uuid NOT NULL,
    tree jsonb NOT NULL,
    digest bytea NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    token integer NOT NULL,
    n_total integer NOT NULL,
    n_done integer NOT NULL,
    place_id uuid,
    tally jsonb NOT NULL,
    failure character varying(300) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    seen_at timestamp with time zone,
    ended_at timestamp with time zone,
    took_ms integer NOT NULL,
    base_id uuid NOT NULL,
    by_id uuid NOT NULL,
    draft_id uuid,
    system_id uuid NOT NULL,
    seed bigint NOT NULL,
    n_lost smallint NOT NULL,
    CONSTRAINT measures_replay_n_done_check CHECK ((n_done >= 0)),
    CONSTRAINT measures_replay_n_lost_check CHECK ((n_lost >= 0)),
    CONSTRAINT measures_replay_n_total_check CHECK ((n_total >= 0)),
    CONSTRAINT measures_replay_token_check CHECK ((token >= 0)),
    CONSTRAINT measures_replay_took_ms_check CHECK ((took_ms >= 0))
);
CREATE TABLE public.measures_replaycase (
    id uuid NOT NULL,
    meaning character varying(10) NOT NULL,
    rank smallint NOT NULL,
    before character varying(70) NOT NULL,
    after character varying(70) NOT NULL,
    value boolean,
    number numeric(14,4),
    recommendation_id uuid NOT NULL,
    replay_id uuid NOT NULL,
    CONSTRAINT measures_replaycase_rank_check CHECK ((rank >= 0))
);
CREATE TABLE public.measures_signaltally (
    id uuid NOT NULL,
    week_on date NOT NULL,
    kind character varying(20) NOT NULL,
    code character varying(40) NOT NULL,
    n integer NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT measures_signaltally_n_check CHECK ((n >= 0))
);
CREATE TABLE public.measures_sourcealarm (
    id uuid NOT NULL,
    fact character varying(64) NOT NULL,
    source character varying(100) NOT NULL,
    kind character varying(20) NOT NULL,
    onset_on date NOT NULL,
    n integer NOT NULL,
    n_at_fault integer NOT NULL,
    n_before integer NOT NULL,
    n_at_fault_before integer NOT NULL,
    q double precision NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    closed_on date,
    system_id uuid NOT NULL,
    CONSTRAINT measures_sourcealarm_n_at_fault_before_check CHECK ((n_at_fault_before >= 0)),
    CONSTRAINT measures_sourcealarm_n_at_fault_check CHECK ((n_at_fault >= 0)),
    CONSTRAINT measures_sourcealarm_n_before_check CHECK ((n_before >= 0)),
    CONSTRAINT measures_sourcealarm_n_check CHECK ((n >= 0))
);
CREATE TABLE public.measures_tallied (
    id uuid NOT NULL,
    computed_at timestamp with time zone NOT NULL,
    n integer NOT NULL,
    deliveries jsonb NOT NULL,
    system_id uuid NOT NULL,
    first_at timestamp with time zone,
    known jsonb NOT NULL,
    bounded jsonb,
    arrived jsonb,
    CONSTRAINT measures_tallied_n_check CHECK ((n >= 0))
);
CREATE TABLE public.measures_worksignal (
    id uuid NOT NULL,
    item_id uuid NOT NULL,
    system_id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    code character varying(40) NOT NULL,
    by_pseudonym character varying(16) NOT NULL,
    at timestamp with time zone NOT NULL
)
PARTITION BY RANGE (id);
CREATE TABLE public.measures_worksignal_rest (
    id uuid CONSTRAINT measures_worksignal_id_not_null NOT NULL,
    item_id uuid CONSTRAINT measures_worksignal_item_id_not_null NOT NULL,
    system_id uuid CONSTRAINT measures_worksignal_system_id_not_null NOT NULL,
    kind character varying(20) CONSTRAINT measures_worksignal_kind_not_null NOT NULL,
    code character varying(40) CONSTRAINT measures_worksignal_code_not_null NOT NULL,
    by_pseudonym character varying(16) CONSTRAINT measures_worksignal_by_pseudonym_not_null NOT NULL,
    at timestamp with time zone CONSTRAINT measures_worksignal_at_not_null NOT NULL
);
CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);
ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notify_digest (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    period character varying(40) NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    n_taken smallint NOT NULL,
    sent_at timestamp with time zone,
    is_needless boolean NOT NULL,
    to_id uuid NOT NULL,
    CONSTRAINT notify_digest_n_taken_check CHECK ((n_taken >= 0))
);
CREATE TABLE public.notify_notification (
    id uuid NOT NULL,
    kind character varying(40) NOT NULL,
    case_id uuid,
    about_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    to_id uuid NOT NULL
);
CREATE TABLE public.policy_phantomverdict (
    id uuid NOT NULL,
    number smallint NOT NULL,
    snapshot_digest bytea NOT NULL,
    lane character varying(10) NOT NULL,
    inbox_slug character varying(50) NOT NULL,
    because jsonb NOT NULL,
    unknown jsonb NOT NULL,
    also_added jsonb NOT NULL,
    four_eyes boolean NOT NULL,
    first_view boolean NOT NULL,
    due_at timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    recommendation_id uuid NOT NULL,
    run_id uuid NOT NULL,
    CONSTRAINT policy_phantomverdict_number_check CHECK ((number >= 0))
);
CREATE TABLE public.policy_policyversion (
    id uuid NOT NULL,
    number integer NOT NULL,
    state character varying(10) NOT NULL,
    tree jsonb NOT NULL,
    digest bytea NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    live_at timestamp with time zone,
    retired_at timestamp with time zone,
    approved_by_id uuid,
    author_id uuid NOT NULL,
    system_id uuid NOT NULL,
    base_id uuid,
    held_by_id uuid,
    held_until timestamp with time zone,
    proposed_at timestamp with time zone,
    proposed_by_id uuid,
    returned_why character varying(500) NOT NULL,
    saved_at timestamp with time zone,
    version integer NOT NULL,
    writers uuid[] NOT NULL,
    shadow_id uuid,
    CONSTRAINT author_never_approves CHECK (((approved_by_id IS NULL) OR ((NOT ((approved_by_id = author_id) AND (approved_by_id IS NOT NULL))) AND (NOT (writers @> ARRAY[approved_by_id]))))),
    CONSTRAINT live_means_approved CHECK (((NOT ((state)::text = 'LIVE'::text)) OR (approved_by_id IS NOT NULL))),
    CONSTRAINT policy_policyversion_number_check CHECK ((number >= 0)),
    CONSTRAINT policy_policyversion_version_check CHECK ((version >= 0)),
    CONSTRAINT shadow_means_a_run CHECK (((NOT ((state)::text = 'SHADOW'::text)) OR (shadow_id IS NOT NULL)))
);
CREATE TABLE public.policy_segmentset (
    id uuid NOT NULL,
    number integer NOT NULL,
    state character varying(10) NOT NULL,
    body jsonb NOT NULL,
    before jsonb NOT NULL,
    digest bytea NOT NULL,
    fit jsonb NOT NULL,
    version integer NOT NULL,
    writers uuid[] NOT NULL,
    proposed_at timestamp with time zone,
    returned_why character varying(500) NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    live_at timestamp with time zone,
    retired_at timestamp with time zone,
    approved_by_id uuid,
    author_id uuid NOT NULL,
    proposed_by_id uuid,
    system_id uuid NOT NULL,
    CONSTRAINT live_segments_are_signed CHECK (((NOT ((state)::text = 'LIVE'::text)) OR (approved_by_id IS NOT NULL))),
    CONSTRAINT policy_segmentset_number_check CHECK ((number >= 0)),
    CONSTRAINT policy_segmentset_version_check CHECK ((version >= 0)),
    CONSTRAINT segments_writer_never_signs CHECK (((approved_by_id IS NULL) OR ((NOT ((approved_by_id = author_id) AND (approved_by_id IS NOT NULL))) AND (NOT (writers @> ARRAY[approved_by_id])))))
);
CREATE TABLE public.policy_shadowrun (
    id uuid NOT NULL,
    tree jsonb NOT NULL,
    digest bytea NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    by_id uuid NOT NULL,
    policy_id uuid NOT NULL
);
CREATE TABLE public.policy_verdict (
    id uuid NOT NULL,
    snapshot_digest bytea NOT NULL,
    lane character varying(10) NOT NULL,
    inbox_slug character varying(50) NOT NULL,
    because jsonb NOT NULL,
    unknown jsonb NOT NULL,
    added jsonb NOT NULL,
    sample_share numeric(5,4),
    draw numeric(12,10) NOT NULL,
    due_at timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    policy_id uuid NOT NULL,
    recommendation_id uuid NOT NULL,
    number smallint NOT NULL,
    first_view boolean NOT NULL,
    four_eyes boolean NOT NULL,
    first_view_share numeric(5,4) DEFAULT 0 NOT NULL,
    CONSTRAINT policy_verdict_number_check CHECK ((number >= 0))
)
WITH (autovacuum_analyze_scale_factor='0.4');
ALTER TABLE ONLY public.policy_verdict ALTER COLUMN snapshot_digest SET STATISTICS 0;
ALTER TABLE ONLY public.policy_verdict ALTER COLUMN because SET STATISTICS 0;
ALTER TABLE ONLY public.policy_verdict ALTER COLUMN unknown SET STATISTICS 0;
ALTER TABLE ONLY public.policy_verdict ALTER COLUMN added SET STATISTICS 0;
CREATE TABLE public.registry_absence (
    id uuid NOT NULL,
    from_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone NOT NULL,
    named_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    deputy_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT absence_ends_after_it_begins CHECK ((until_at > from_at))
);
CREATE TABLE public.registry_aisystem (
    id uuid NOT NULL,
    slug character varying(50) NOT NULL,
    name character varying(120) NOT NULL,
    purpose text NOT NULL,
    case_word character varying(30) NOT NULL,
    person_word character varying(40) NOT NULL,
    decision_question character varying(200) NOT NULL,
    currency character varying(3) NOT NULL,
    currency_note character varying(60) NOT NULL,
    undo_seconds integer NOT NULL,
    lease_minutes integer NOT NULL,
    honest_limits jsonb NOT NULL,
    stake_label character varying(60) NOT NULL,
    stake_note character varying(200) NOT NULL,
    segments jsonb NOT NULL,
    measures jsonb NOT NULL,
    organisation_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    source_id uuid NOT NULL,
    language character varying(10) NOT NULL,
    former_segments jsonb DEFAULT '[]'::jsonb NOT NULL,
    segments_since timestamp with time zone,
    appeal_days smallint DEFAULT 14 NOT NULL,
    known_fact character varying(60) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT registry_aisystem_appeal_days_check CHECK ((appeal_days >= 0)),
    CONSTRAINT registry_aisystem_lease_minutes_check CHECK ((lease_minutes >= 0)),
    CONSTRAINT registry_aisystem_undo_seconds_check CHECK ((undo_seconds >= 0))
);
CREATE TABLE public.registry_authoritylimit (
    id uuid NOT NULL,
    role character varying(20) NOT NULL,
    max_amount_minor bigint,
    from_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    system_id uuid NOT NULL,
    outcome_code_id uuid,
    person_id uuid,
    set_by_id uuid,
    why character varying(300) DEFAULT ''::character varying NOT NULL,
    end_why character varying(300) DEFAULT ''::character varying NOT NULL,
    ended_by_id uuid,
    CONSTRAINT limit_of_role_or_person CHECK ((((person_id IS NULL) AND (NOT ((role)::text = ''::text))) OR ((person_id IS NOT NULL) AND ((role)::text = ''::text))))
);
CREATE TABLE public.registry_autonomy (
    id uuid NOT NULL,
    segment character varying(60) NOT NULL,
    state character varying(20) NOT NULL,
    note character varying(200) NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    system_id uuid NOT NULL
);
CREATE TABLE public.registry_contextcontract (
    id uuid NOT NULL,
    number integer NOT NULL,
    body jsonb NOT NULL,
    digest bytea NOT NULL,
    in_force_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    by_id uuid NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT registry_contextcontract_number_check CHECK ((number >= 0))
);
CREATE TABLE public.registry_contractdraft (
    id uuid NOT NULL,
    state character varying(10) NOT NULL,
    body jsonb NOT NULL,
    version integer NOT NULL,
    held_until timestamp with time zone,
    begun_at timestamp with time zone NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    proposed_at timestamp with time zone,
    returned_why character varying(500) NOT NULL,
    closed_at timestamp with time zone,
    adopted_as_id uuid,
    author_id uuid NOT NULL,
    base_id uuid NOT NULL,
    held_by_id uuid,
    proposed_by_id uuid,
    system_id uuid NOT NULL,
    CONSTRAINT registry_contractdraft_version_check CHECK ((version >= 0))
);
CREATE TABLE public.registry_contracttrial (
    id uuid NOT NULL,
    state character varying(10) NOT NULL,
    body jsonb NOT NULL,
    digest bytea NOT NULL,
    token integer NOT NULL,
    n_done integer NOT NULL,
    n_total integer NOT NULL,
    result jsonb,
    result_digest bytea,
    queued_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    draft_id uuid NOT NULL,
    CONSTRAINT registry_contracttrial_n_done_check CHECK ((n_done >= 0)),
    CONSTRAINT registry_contracttrial_n_total_check CHECK ((n_total >= 0)),
    CONSTRAINT registry_contracttrial_token_check CHECK ((token >= 0))
);
CREATE TABLE public.registry_modellineup (
    id uuid NOT NULL,
    number integer NOT NULL,
    body jsonb NOT NULL,
    digest bytea NOT NULL,
    in_force_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    by_id uuid NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT registry_modellineup_number_check CHECK ((number >= 0))
);
CREATE TABLE public.registry_outcomecode (
    id uuid NOT NULL,
    code character varying(40) NOT NULL,
    label character varying(80) NOT NULL,
    means character varying(200) NOT NULL,
    caution smallint NOT NULL,
    machine_may boolean NOT NULL,
    system_id uuid NOT NULL,
    second_look_days smallint[] NOT NULL,
    principal_reasons jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT registry_outcomecode_caution_check CHECK ((caution >= 0))
);
CREATE TABLE public.registry_ownershipoffer (
    id uuid NOT NULL,
    note character varying(500) NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    result character varying(10) NOT NULL,
    why character varying(500) NOT NULL,
    offered_by_id uuid NOT NULL,
    system_id uuid NOT NULL,
    to_id uuid NOT NULL
);
CREATE TABLE public.registry_pause (
    system_id uuid NOT NULL,
    is_paused boolean NOT NULL,
    since timestamp with time zone,
    why text NOT NULL,
    by_id uuid,
    parts jsonb NOT NULL
);
CREATE TABLE public.registry_pausespan (
    id uuid NOT NULL,
    scope character varying(10) NOT NULL,
    key character varying(60) NOT NULL,
    mode character varying(10) NOT NULL,
    why text NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    "limit" character varying(20) NOT NULL,
    facts jsonb NOT NULL,
    ended_at timestamp with time zone,
    ended_how character varying(10) NOT NULL,
    by_id uuid NOT NULL,
    ended_by_id uuid,
    system_id uuid NOT NULL
);
CREATE TABLE public.registry_posture (
    id uuid NOT NULL,
    number integer NOT NULL,
    body jsonb NOT NULL,
    digest bytea NOT NULL,
    in_force_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    expires_at timestamp with time zone NOT NULL,
    by_id uuid NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT registry_posture_number_check CHECK ((number >= 0))
);
CREATE TABLE public.registry_posturedraft (
    id uuid NOT NULL,
    body jsonb NOT NULL,
    version integer NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    author_id uuid NOT NULL,
    base_id uuid,
    signed_as_id uuid,
    system_id uuid NOT NULL,
    CONSTRAINT registry_posturedraft_version_check CHECK ((version >= 0))
);
CREATE TABLE public.registry_reason (
    id uuid NOT NULL,
    place smallint NOT NULL,
    code character varying(40) NOT NULL,
    text character varying(160) NOT NULL,
    directions character varying(20)[] NOT NULL,
    core_category character varying(30) NOT NULL,
    core_by_choice jsonb NOT NULL,
    input jsonb NOT NULL,
    is_restricted boolean NOT NULL,
    creates_follow_up boolean NOT NULL,
    reason_set_id uuid NOT NULL,
    CONSTRAINT registry_reason_place_check CHECK ((place >= 0))
);
CREATE TABLE public.registry_reasonchange (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    code character varying(40) NOT NULL,
    "into" character varying(40)[] NOT NULL,
    why character varying(300) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid NOT NULL,
    reason_set_id uuid NOT NULL,
    system_id uuid NOT NULL
);
CREATE TABLE public.registry_reasonset (
    id uuid NOT NULL,
    number integer NOT NULL,
    body jsonb NOT NULL,
    digest bytea NOT NULL,
    in_force_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    by_id uuid NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT registry_reasonset_number_check CHECK ((number >= 0))
);
CREATE TABLE public.registry_sourcesystem (
    id uuid NOT NULL,
    slug character varying(50) NOT NULL,
    name character varying(120) NOT NULL,
    delivery_url character varying(200) NOT NULL,
    sealed_secret bytea,
    max_per_second smallint NOT NULL,
    receipt_minutes integer NOT NULL,
    organisation_id uuid NOT NULL,
    CONSTRAINT registry_sourcesystem_max_per_second_check CHECK ((max_per_second >= 0)),
    CONSTRAINT registry_sourcesystem_receipt_minutes_check CHECK ((receipt_minutes >= 0))
);
CREATE TABLE public.reviews_appeal (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    came_by character varying(5) NOT NULL,
    external_ref character varying(80) NOT NULL,
    language character varying(2) NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    sealed_words bytea NOT NULL,
    due_at timestamp with time zone NOT NULL,
    chain uuid[] NOT NULL,
    version integer NOT NULL,
    told_at timestamp with time zone,
    closed_at timestamp with time zone,
    result character varying(10) NOT NULL,
    sealed_answer bytea,
    case_id uuid NOT NULL,
    closed_by_id uuid,
    decision_id uuid NOT NULL,
    inbox_id uuid NOT NULL,
    item_id uuid NOT NULL,
    registered_by_id uuid NOT NULL,
    reversal_id uuid,
    system_id uuid NOT NULL,
    link_id uuid,
    CONSTRAINT appeal_answered_by_another CHECK ((((result)::text = ANY ((ARRAY[''::character varying, 'WITHDRAWN'::character varying])::text[])) OR ((sealed_answer IS NOT NULL) AND (NOT ((closed_by_id = registered_by_id) AND (closed_by_id IS NOT NULL)))))),
    CONSTRAINT appeal_by_link_has_one CHECK (((((came_by)::text = 'LINK'::text) AND (link_id IS NOT NULL)) OR ((NOT ((came_by)::text = 'LINK'::text)) AND (link_id IS NULL)))),
    CONSTRAINT appeal_ends_somehow CHECK ((((closed_at IS NULL) AND (closed_by_id IS NULL) AND ((result)::text = ''::text)) OR ((closed_at IS NOT NULL) AND (closed_by_id IS NOT NULL) AND (NOT ((result)::text = ''::text))))),
    CONSTRAINT appeal_outside_chain CHECK ((((result)::text = ANY ((ARRAY[''::character varying, 'WITHDRAWN'::character varying])::text[])) OR (NOT (closed_by_id = ANY (chain))))),
    CONSTRAINT changed_has_a_reversal CHECK (((((result)::text = 'CHANGED'::text) AND (reversal_id IS NOT NULL)) OR ((result)::text = 'PARTLY'::text) OR ((NOT ((result)::text = ANY ((ARRAY['CHANGED'::character varying, 'PARTLY'::character varying])::text[]))) AND (reversal_id IS NULL)))),
    CONSTRAINT reviews_appeal_version_check CHECK ((version >= 0))
);
CREATE TABLE public.reviews_approval (
    id uuid NOT NULL,
    why character varying(20) NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    is_late boolean DEFAULT false NOT NULL,
    n_passed smallint NOT NULL,
    closed_at timestamp with time zone,
    result character varying(12) NOT NULL,
    sealed_why bytea,
    closed_by_id uuid,
    decided_by_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    inbox_id uuid,
    instead_id uuid,
    item_id uuid NOT NULL,
    system_id uuid NOT NULL,
    delegation_id uuid,
    CONSTRAINT approval_ends_somehow CHECK ((((closed_at IS NULL) AND (instead_id IS NULL) AND ((result)::text = ''::text)) OR ((closed_at IS NOT NULL) AND (NOT ((result)::text = ''::text))))),
    CONSTRAINT approval_instead CHECK ((((instead_id IS NOT NULL) AND ((result)::text = ANY ((ARRAY['AMENDED'::character varying, 'REVERSED'::character varying])::text[]))) OR ((NOT ((result)::text = ANY ((ARRAY['AMENDED'::character varying, 'REVERSED'::character varying])::text[]))) AND (instead_id IS NULL)))),
    CONSTRAINT decider_never_approves CHECK (((NOT ((result)::text = ANY ((ARRAY['UPHELD'::character varying, 'AMENDED'::character varying, 'REVERSED'::character varying, 'RETURNED'::character varying])::text[]))) OR (NOT ((closed_by_id = decided_by_id) AND (closed_by_id IS NOT NULL))))),
    CONSTRAINT reviews_approval_n_passed_check CHECK ((n_passed >= 0))
);
CREATE TABLE public.reviews_capacity (
    id uuid NOT NULL,
    per_day integer,
    version integer NOT NULL,
    set_at timestamp with time zone NOT NULL,
    inbox_id uuid NOT NULL,
    person_id uuid NOT NULL,
    set_by_id uuid NOT NULL,
    weekdays smallint[] NOT NULL,
    CONSTRAINT reviews_capacity_per_day_check CHECK ((per_day >= 0)),
    CONSTRAINT reviews_capacity_version_check CHECK ((version >= 0))
);
CREATE TABLE public.reviews_claim (
    id uuid NOT NULL,
    token integer NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_why character varying(20) NOT NULL,
    by_id uuid NOT NULL,
    item_id uuid NOT NULL,
    is_noted boolean DEFAULT false NOT NULL,
    CONSTRAINT reviews_claim_token_check CHECK ((token >= 0))
);
CREATE TABLE public.reviews_contestlink (
    id uuid NOT NULL,
    digest bytea NOT NULL,
    mark bytea NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    n_failed smallint NOT NULL,
    decision_id uuid NOT NULL,
    explanation_id uuid NOT NULL,
    issued_by_id uuid NOT NULL,
    CONSTRAINT link_has_one_end CHECK (((used_at IS NULL) OR (revoked_at IS NULL))),
    CONSTRAINT link_lasts CHECK ((expires_at > issued_at)),
    CONSTRAINT reviews_contestlink_n_failed_check CHECK ((n_failed >= 0))
);
CREATE TABLE public.reviews_decision (
    id uuid NOT NULL,
    item_id uuid,
    kind character varying(12) NOT NULL,
    direction character varying(20) NOT NULL,
    amount_minor bigint,
    sealed_note bytea,
    sure character varying(10) NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    undo_until timestamp with time zone NOT NULL,
    claimed_at timestamp with time zone,
    recommendation_digest bytea NOT NULL,
    snapshot_digest bytea NOT NULL,
    by_id uuid NOT NULL,
    case_id uuid NOT NULL,
    outcome_code_id uuid NOT NULL,
    policy_id uuid NOT NULL,
    recommendation_id uuid NOT NULL,
    reverses_id uuid,
    delegation_id uuid
);
CREATE TABLE public.reviews_draft (
    id bigint NOT NULL,
    sealed bytea NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    by_id uuid NOT NULL,
    item_id uuid NOT NULL
);
ALTER TABLE public.reviews_draft ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_draft_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_escalation (
    id uuid NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    why character varying(30) NOT NULL,
    sealed_note bytea,
    closed_at timestamp with time zone,
    result character varying(12) NOT NULL,
    sealed_answer bytea,
    closed_by_id uuid,
    raised_by_id uuid NOT NULL,
    from_inbox_id uuid NOT NULL,
    to_inbox_id uuid NOT NULL,
    item_id uuid NOT NULL,
    climbs_at timestamp with time zone,
    late_seconds integer,
    level smallint DEFAULT 1 NOT NULL,
    roles character varying(20)[] DEFAULT '{}'::character varying(20)[] NOT NULL,
    sealed_opinion bytea,
    to_owner boolean DEFAULT false NOT NULL,
    CONSTRAINT above_the_owner_is_nothing CHECK (((NOT to_owner) OR (climbs_at IS NULL))),
    CONSTRAINT raiser_never_decides CHECK (((closed_by_id IS NULL) OR (NOT ((closed_by_id = raised_by_id) AND (closed_by_id IS NOT NULL))))),
    CONSTRAINT reviews_escalation_late_seconds_check CHECK ((late_seconds >= 0)),
    CONSTRAINT reviews_escalation_level_check CHECK ((level >= 0))
);
CREATE TABLE public.reviews_evidencemark (
    id uuid NOT NULL,
    page smallint NOT NULL,
    unit character varying(4) NOT NULL,
    first smallint NOT NULL,
    last smallint NOT NULL,
    sealed_note bytea,
    at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    by_id uuid NOT NULL,
    case_id uuid NOT NULL,
    evidence_id uuid NOT NULL,
    CONSTRAINT mark_has_a_place CHECK ((first <= last)),
    CONSTRAINT reviews_evidencemark_first_check CHECK ((first >= 0)),
    CONSTRAINT reviews_evidencemark_last_check CHECK ((last >= 0)),
    CONSTRAINT reviews_evidencemark_page_check CHECK ((page >= 0))
);
CREATE TABLE public.reviews_explanation (
    id uuid NOT NULL,
    language character varying(2) NOT NULL,
    number integer NOT NULL,
    sealed bytea NOT NULL,
    is_generated boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    CONSTRAINT explanation_from_one CHECK ((number >= 1)),
    CONSTRAINT reviews_explanation_number_check CHECK ((number >= 0))
);
CREATE TABLE public.reviews_factcorrection (
    id uuid NOT NULL,
    fact character varying(60) NOT NULL,
    kind character varying(40) NOT NULL,
    sealed bytea NOT NULL,
    decision_id uuid NOT NULL
);
CREATE TABLE public.reviews_firstview (
    id uuid NOT NULL,
    sure character varying(10) NOT NULL,
    sealed_words bytea,
    item_version integer NOT NULL,
    snapshot_digest bytea NOT NULL,
    given_at timestamp with time zone NOT NULL,
    by_id uuid NOT NULL,
    item_id uuid NOT NULL,
    outcome_code_id uuid,
    recommendation_id uuid NOT NULL,
    CONSTRAINT reviews_firstview_item_version_check CHECK ((item_version >= 0))
);
CREATE TABLE public.reviews_followup (
    id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    sealed_action bytea,
    due_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    version integer NOT NULL,
    told_at timestamp with time zone,
    closed_at timestamp with time zone,
    why character varying(20) NOT NULL,
    sealed_note bytea,
    closed_by_id uuid,
    decision_id uuid NOT NULL,
    inbox_id uuid NOT NULL,
    owner_id uuid,
    system_id uuid NOT NULL,
    CONSTRAINT reviews_followup_version_check CHECK ((version >= 0))
);
CREATE TABLE public.reviews_inbox (
    id uuid NOT NULL,
    slug character varying(50) NOT NULL,
    name character varying(80) NOT NULL,
    level smallint NOT NULL,
    climbs_to_id uuid,
    organisation_id uuid NOT NULL,
    per_day integer,
    asking_stops_clock boolean DEFAULT false NOT NULL,
    in_time_target numeric(3,2),
    takes_appeals boolean DEFAULT false NOT NULL,
    CONSTRAINT reviews_inbox_level_check CHECK ((level >= 0)),
    CONSTRAINT reviews_inbox_per_day_check CHECK ((per_day >= 0))
);
CREATE TABLE public.reviews_inboxday (
    id uuid NOT NULL,
    day_on date NOT NULL,
    n_open integer NOT NULL,
    n_late integer NOT NULL,
    bands integer[] NOT NULL,
    oldest_at timestamp with time zone,
    n_entered integer NOT NULL,
    n_done integer NOT NULL,
    n_in_time integer NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    inbox_id uuid NOT NULL,
    CONSTRAINT reviews_inboxday_n_done_check CHECK ((n_done >= 0)),
    CONSTRAINT reviews_inboxday_n_entered_check CHECK ((n_entered >= 0)),
    CONSTRAINT reviews_inboxday_n_in_time_check CHECK ((n_in_time >= 0)),
    CONSTRAINT reviews_inboxday_n_late_check CHECK ((n_late >= 0)),
    CONSTRAINT reviews_inboxday_n_open_check CHECK ((n_open >= 0))
);
CREATE TABLE public.reviews_itemreason (
    id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    code character varying(60) NOT NULL,
    says character varying(300) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    item_id uuid NOT NULL,
    from_inbox_id uuid,
    tells_advice boolean DEFAULT false NOT NULL,
    sealed_note bytea
);
CREATE TABLE public.reviews_itemstay (
    id bigint NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    left_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    how character varying(12) NOT NULL,
    inbox_id uuid NOT NULL,
    item_id uuid NOT NULL
);
ALTER TABLE public.reviews_itemstay ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_itemstay_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_knownanswer (
    id uuid NOT NULL,
    about character varying(120) NOT NULL,
    facts jsonb NOT NULL,
    confidence numeric(7,6) NOT NULL,
    statements jsonb NOT NULL,
    stake_minor bigint,
    why character varying(1000) NOT NULL,
    written_at timestamp with time zone NOT NULL,
    retired_at timestamp with time zone,
    author_id uuid NOT NULL,
    right_code_id uuid NOT NULL,
    suggested_id uuid NOT NULL,
    system_id uuid NOT NULL
);
CREATE TABLE public.reviews_learningnote (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    sealed_text bytea NOT NULL,
    by_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    to_id uuid NOT NULL,
    CONSTRAINT nobody_writes_to_themselves CHECK ((NOT (to_id = by_id)))
);
CREATE TABLE public.reviews_onetimeauthority (
    id uuid NOT NULL,
    amount_minor bigint NOT NULL,
    sealed_why bytea NOT NULL,
    granted_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    case_id uuid NOT NULL,
    granted_by_id uuid NOT NULL,
    outcome_code_id uuid,
    person_id uuid NOT NULL,
    system_id uuid NOT NULL,
    used_by_id uuid,
    approval_id uuid,
    revoked_at timestamp with time zone,
    revoked_by_id uuid,
    CONSTRAINT nobody_gives_themselves_authority CHECK ((NOT (person_id = granted_by_id))),
    CONSTRAINT one_time_ends_after_it_begins CHECK ((expires_at > granted_at)),
    CONSTRAINT one_time_used_once CHECK ((((used_at IS NULL) AND (used_by_id IS NULL)) OR ((used_at IS NOT NULL) AND (used_by_id IS NOT NULL)))),
    CONSTRAINT one_time_used_or_taken_back CHECK (((used_at IS NULL) OR (revoked_at IS NULL)))
);
CREATE TABLE public.reviews_overridereason (
    id uuid NOT NULL,
    place smallint NOT NULL,
    core_category character varying(30) NOT NULL,
    sealed_input bytea,
    fact character varying(60) NOT NULL,
    decision_id uuid NOT NULL,
    reason_id uuid,
    CONSTRAINT reviews_overridereason_place_check CHECK ((place >= 0))
);
CREATE TABLE public.reviews_policytarget (
    id uuid NOT NULL,
    inbox_id uuid NOT NULL,
    policy_id uuid NOT NULL
);
CREATE TABLE public.reviews_practice (
    id uuid NOT NULL,
    for_item uuid NOT NULL,
    put_at timestamp with time zone NOT NULL,
    ended character varying(10) NOT NULL,
    ended_at timestamp with time zone,
    is_right boolean,
    answered_by_id uuid,
    case_id uuid NOT NULL,
    decision_id uuid,
    inbox_id uuid NOT NULL,
    item_id uuid NOT NULL,
    known_id uuid NOT NULL,
    outcome_code_id uuid,
    CONSTRAINT practice_answer_is_whole CHECK ((((answered_by_id IS NOT NULL) AND (decision_id IS NOT NULL) AND ((ended)::text = 'DECIDED'::text) AND (ended_at IS NOT NULL) AND (is_right IS NOT NULL) AND (outcome_code_id IS NOT NULL)) OR ((NOT ((ended)::text = 'DECIDED'::text)) AND (decision_id IS NULL) AND (is_right IS NULL) AND (outcome_code_id IS NULL))))
);
CREATE TABLE public.reviews_principalreason (
    id uuid NOT NULL,
    place smallint NOT NULL,
    code character varying(40) NOT NULL,
    text character varying(160) NOT NULL,
    sealed_words bytea,
    decision_id uuid NOT NULL,
    CONSTRAINT reviews_principalreason_place_check CHECK ((place >= 0))
);
CREATE TABLE public.reviews_question (
    id uuid CONSTRAINT reviews_factquestion_id_not_null NOT NULL,
    fact character varying(60) CONSTRAINT reviews_factquestion_fact_not_null NOT NULL,
    kind character varying(20) CONSTRAINT reviews_factquestion_kind_not_null NOT NULL,
    source character varying(100) CONSTRAINT reviews_factquestion_source_not_null NOT NULL,
    asked_at timestamp with time zone CONSTRAINT reviews_factquestion_asked_at_not_null NOT NULL,
    due_at timestamp with time zone CONSTRAINT reviews_factquestion_due_at_not_null NOT NULL,
    closed_at timestamp with time zone,
    result character varying(12) CONSTRAINT reviews_factquestion_result_not_null NOT NULL,
    asked_by_id uuid CONSTRAINT reviews_factquestion_asked_by_id_not_null NOT NULL,
    closed_by_id uuid,
    item_id uuid CONSTRAINT reviews_factquestion_item_id_not_null NOT NULL,
    system_id uuid CONSTRAINT reviews_factquestion_system_id_not_null NOT NULL,
    to_id uuid,
    to_inbox_id uuid,
    moved_from_id uuid,
    sealed_text bytea,
    shown jsonb DEFAULT '[]'::jsonb NOT NULL,
    tells_advice boolean DEFAULT false NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    sealed_answer bytea,
    answer_tells boolean DEFAULT false NOT NULL,
    CONSTRAINT question_asks_somebody CHECK ((((to_id IS NULL) AND (to_inbox_id IS NULL) AND (NOT ((fact)::text = ''::text))) OR ((NOT ((to_id IS NULL) AND (to_inbox_id IS NULL))) AND (sealed_text IS NOT NULL) AND ((to_id IS NULL) OR (to_inbox_id IS NULL))))),
    CONSTRAINT question_ends_somehow CHECK ((((closed_at IS NULL) AND ((result)::text = ''::text)) OR ((closed_at IS NOT NULL) AND (NOT ((result)::text = ''::text))))),
    CONSTRAINT reviews_question_version_check CHECK ((version >= 0))
);
CREATE TABLE public.reviews_recourseterms (
    id uuid NOT NULL,
    number integer NOT NULL,
    appeal_days smallint NOT NULL,
    known_fact character varying(60) NOT NULL,
    why character varying(300) NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by_id uuid NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT reviews_recourseterms_appeal_days_check CHECK ((appeal_days >= 0)),
    CONSTRAINT reviews_recourseterms_number_check CHECK ((number >= 0))
);
CREATE TABLE public.reviews_relation (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    declared_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    case_id uuid NOT NULL,
    declared_by_id uuid NOT NULL,
    ended_by_id uuid,
    person_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    over_said_at timestamp with time zone,
    sealed_why bytea
);
CREATE TABLE public.reviews_release (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    why character varying(30) NOT NULL,
    by_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    reverses_id uuid
);
CREATE TABLE public.reviews_reversalline (
    id uuid NOT NULL,
    why_not character varying(20) NOT NULL,
    done_at timestamp with time zone,
    decision_id uuid NOT NULL,
    reversal_id uuid,
    run_id uuid NOT NULL
);
CREATE TABLE public.reviews_reversalrequest (
    id uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    sealed_why bytea NOT NULL,
    version integer NOT NULL,
    closed_at timestamp with time zone,
    result character varying(10) NOT NULL,
    sealed_answer bytea,
    asked_by_id uuid NOT NULL,
    closed_by_id uuid,
    decision_id uuid NOT NULL,
    inbox_id uuid NOT NULL,
    reversal_id uuid,
    system_id uuid NOT NULL,
    CONSTRAINT asker_never_answers CHECK (((NOT ((result)::text = ANY ((ARRAY['REVERSED'::character varying, 'DECLINED'::character varying])::text[]))) OR (NOT ((closed_by_id = asked_by_id) AND (closed_by_id IS NOT NULL))))),
    CONSTRAINT request_ends_somehow CHECK ((((closed_at IS NULL) AND ((result)::text = ''::text)) OR ((closed_at IS NOT NULL) AND (NOT ((result)::text = ''::text))))),
    CONSTRAINT reviews_reversalrequest_version_check CHECK ((version >= 0))
);
CREATE TABLE public.reviews_reversalrun (
    id uuid NOT NULL,
    scope jsonb NOT NULL,
    why character varying(500) NOT NULL,
    state character varying(10) NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    n_total integer NOT NULL,
    n_reversed integer NOT NULL,
    n_left integer NOT NULL,
    by_id uuid NOT NULL,
    outcome_code_id uuid NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT reviews_reversalrun_n_left_check CHECK ((n_left >= 0)),
    CONSTRAINT reviews_reversalrun_n_reversed_check CHECK ((n_reversed >= 0)),
    CONSTRAINT reviews_reversalrun_n_total_check CHECK ((n_total >= 0))
);
CREATE TABLE public.reviews_reviewitem (
    id uuid NOT NULL,
    kind character varying(15) NOT NULL,
    state character varying(12) NOT NULL,
    version integer NOT NULL,
    token integer NOT NULL,
    held_since timestamp with time zone,
    held_until timestamp with time zone,
    urgency smallint NOT NULL,
    urgency_stake smallint NOT NULL,
    urgency_risk smallint NOT NULL,
    urgency_due smallint NOT NULL,
    stake_minor bigint,
    due_at timestamp with time zone NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    release_due_at timestamp with time zone,
    audits_id uuid,
    case_id uuid NOT NULL,
    holder_id uuid,
    inbox_id uuid NOT NULL,
    pending_decision_id uuid,
    recommendation_id uuid NOT NULL,
    system_id uuid NOT NULL,
    snapshot_id uuid,
    urgency_asked smallint NOT NULL,
    first_view boolean DEFAULT false NOT NULL,
    snoozed_by_id uuid,
    snoozed_until timestamp with time zone,
    assigned_to_id uuid,
    assigned_until timestamp with time zone,
    entered_at timestamp with time zone,
    CONSTRAINT claimed_has_holder CHECK (((NOT ((state)::text = 'CLAIMED'::text)) OR ((held_until IS NOT NULL) AND (holder_id IS NOT NULL)))),
    CONSTRAINT reviews_reviewitem_token_check CHECK ((token >= 0)),
    CONSTRAINT reviews_reviewitem_urgency_asked_check CHECK ((urgency_asked >= 0)),
    CONSTRAINT reviews_reviewitem_urgency_check CHECK ((urgency >= 0)),
    CONSTRAINT reviews_reviewitem_urgency_due_check CHECK ((urgency_due >= 0)),
    CONSTRAINT reviews_reviewitem_urgency_risk_check CHECK ((urgency_risk >= 0)),
    CONSTRAINT reviews_reviewitem_urgency_stake_check CHECK ((urgency_stake >= 0)),
    CONSTRAINT reviews_reviewitem_version_check CHECK ((version >= 0)),
    CONSTRAINT urgency_to_100 CHECK ((urgency <= 100))
);
CREATE TABLE public.reviews_rotaday (
    id uuid NOT NULL,
    day_on date NOT NULL,
    is_working boolean NOT NULL,
    set_at timestamp with time zone NOT NULL,
    inbox_id uuid NOT NULL,
    person_id uuid NOT NULL,
    set_by_id uuid NOT NULL
);
CREATE TABLE public.reviews_savedview (
    id uuid NOT NULL,
    name character varying(40) NOT NULL,
    asked jsonb NOT NULL,
    is_default boolean NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    by_id uuid NOT NULL,
    inbox_id uuid NOT NULL
);
CREATE TABLE public.reviews_secondreview (
    id uuid NOT NULL,
    why character varying(10) NOT NULL,
    share numeric(5,4) NOT NULL,
    kept_from uuid[] NOT NULL,
    drawn_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    given_at timestamp with time zone,
    result character varying(10) NOT NULL,
    settled_at timestamp with time zone,
    holds character varying(10) NOT NULL,
    differ_why character varying(15) NOT NULL,
    sealed_words bytea,
    decided_by_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    inbox_id uuid NOT NULL,
    item_id uuid NOT NULL,
    outcome_code_id uuid,
    reversal_id uuid,
    reviewer_id uuid,
    right_code_id uuid,
    settled_by_id uuid,
    system_id uuid NOT NULL,
    CONSTRAINT decider_is_kept_from CHECK ((kept_from @> ARRAY[decided_by_id])),
    CONSTRAINT opinion_has_a_giver CHECK ((((result)::text = ANY ((ARRAY[''::character varying, 'DROPPED'::character varying])::text[])) OR ((given_at IS NOT NULL) AND (reviewer_id IS NOT NULL)))),
    CONSTRAINT reviews_secondreview_version_check CHECK ((version >= 0)),
    CONSTRAINT second_is_another CHECK (((reviewer_id IS NULL) OR (NOT (kept_from @> ARRAY[reviewer_id])))),
    CONSTRAINT settled_says_what_and_why CHECK (((((differ_why)::text = ''::text) AND ((holds)::text = ''::text) AND (settled_at IS NULL)) OR (((result)::text = ANY ((ARRAY['DIFFERS'::character varying, 'CANNOT_SAY'::character varying])::text[])) AND (settled_at IS NOT NULL) AND (settled_by_id IS NOT NULL) AND (NOT ((holds)::text = ''::text)) AND (NOT ((differ_why)::text = ''::text))))),
    CONSTRAINT third_is_another CHECK (((settled_by_id IS NULL) OR ((NOT (kept_from @> ARRAY[settled_by_id])) AND (NOT ((settled_by_id = reviewer_id) AND (settled_by_id IS NOT NULL) AND (reviewer_id IS NOT NULL))))))
);
CREATE TABLE public.reviews_skill (
    id uuid NOT NULL,
    name character varying(40) NOT NULL,
    inbox_id uuid NOT NULL
);
CREATE TABLE public.reviews_skillasked (
    id uuid NOT NULL,
    segment character varying(60) NOT NULL,
    set_at timestamp with time zone NOT NULL,
    inbox_id uuid NOT NULL,
    set_by_id uuid NOT NULL,
    skill_id uuid NOT NULL,
    system_id uuid NOT NULL
);
CREATE TABLE public.reviews_skillterm (
    id uuid NOT NULL,
    given_at timestamp with time zone NOT NULL,
    why character varying(300) NOT NULL,
    ended_at timestamp with time zone,
    ended_why character varying(300) NOT NULL,
    ended_by_id uuid,
    given_by_id uuid NOT NULL,
    person_id uuid NOT NULL,
    skill_id uuid NOT NULL
);
CREATE TABLE public.reviews_withdrawal (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid NOT NULL,
    decision_id uuid NOT NULL
);
ALTER TABLE ONLY public.audit_entry ATTACH PARTITION public.audit_entry_rest DEFAULT;
ALTER TABLE ONLY public.delivery_attempt ATTACH PARTITION public.delivery_attempt_rest DEFAULT;
ALTER TABLE ONLY public.measures_decisionfacts ATTACH PARTITION public.measures_decisionfacts_rest DEFAULT;
ALTER TABLE ONLY public.measures_worksignal ATTACH PARTITION public.measures_worksignal_rest DEFAULT;
INSERT INTO public.auth_permission VALUES (1, 'Can add permission', 1, 'add_permission');
INSERT INTO public.auth_permission VALUES (2, 'Can change permission', 1, 'change_permission');
INSERT INTO public.auth_permission VALUES (3, 'Can delete permission', 1, 'delete_permission');
INSERT INTO public.auth_permission VALUES (4, 'Can view permission', 1, 'view_permission');
INSERT INTO public.auth_permission VALUES (5, 'Can add group', 2, 'add_group');
INSERT INTO public.auth_permission VALUES (6, 'Can change group', 2, 'change_group');
INSERT INTO public.auth_permission VALUES (7, 'Can delete group', 2, 'delete_group');
INSERT INTO public.auth_permission VALUES (8, 'Can view group', 2, 'view_group');
INSERT INTO public.auth_permission VALUES (9, 'Can add content type', 3, 'add_contenttype');
INSERT INTO public.auth_permission VALUES (10, 'Can change content type', 3, 'change_contenttype');
INSERT INTO public.auth_permission VALUES (11, 'Can delete content type', 3, 'delete_contenttype');
INSERT INTO public.auth_permission VALUES (12, 'Can view content type', 3, 'view_contenttype');
INSERT INTO public.auth_permission VALUES (13, 'Can add session', 4, 'add_session');
INSERT INTO public.auth_permission VALUES (14, 'Can change session', 4, 'change_session');
INSERT INTO public.auth_permission VALUES (15, 'Can delete session', 4, 'delete_session');
INSERT INTO public.auth_permission VALUES (16, 'Can view session', 4, 'view_session');
INSERT INTO public.auth_permission VALUES (17, 'Can add email address', 5, 'add_emailaddress');
INSERT INTO public.auth_permission VALUES (18, 'Can change email address', 5, 'change_emailaddress');
INSERT INTO public.auth_permission VALUES (19, 'Can delete email address', 5, 'delete_emailaddress');
INSERT INTO public.auth_permission VALUES (20, 'Can view email address', 5, 'view_emailaddress');
INSERT INTO public.auth_permission VALUES (21, 'Can add email confirmation', 6, 'add_emailconfirmation');
INSERT INTO public.auth_permission VALUES (22, 'Can change email confirmation', 6, 'change_emailconfirmation');
INSERT INTO public.auth_permission VALUES (23, 'Can delete email confirmation', 6, 'delete_emailconfirmation');
INSERT INTO public.auth_permission VALUES (24, 'Can view email confirmation', 6, 'view_emailconfirmation');
INSERT INTO public.auth_permission VALUES (25, 'Can add authenticator', 7, 'add_authenticator');
INSERT INTO public.auth_permission VALUES (26, 'Can change authenticator', 7, 'change_authenticator');
INSERT INTO public.auth_permission VALUES (27, 'Can delete authenticator', 7, 'delete_authenticator');
INSERT INTO public.auth_permission VALUES (28, 'Can view authenticator', 7, 'view_authenticator');
INSERT INTO public.auth_permission VALUES (29, 'Can add group object permission', 8, 'add_groupobjectpermission');
INSERT INTO public.auth_permission VALUES (30, 'Can change group object permission', 8, 'change_groupobjectpermission');
INSERT INTO public.auth_permission VALUES (31, 'Can delete group object permission', 8, 'delete_groupobjectpermission');
INSERT INTO public.auth_permission VALUES (32, 'Can view group object permission', 8, 'view_groupobjectpermission');
INSERT INTO public.auth_permission VALUES (33, 'Can add user object permission', 9, 'add_userobjectpermission');
INSERT INTO public.auth_permission VALUES (34, 'Can change user object permission', 9, 'change_userobjectpermission');
INSERT INTO public.auth_permission VALUES (35, 'Can delete user object permission', 9, 'delete_userobjectpermission');
INSERT INTO public.auth_permission VALUES (36, 'Can view user object permission', 9, 'view_userobjectpermission');
INSERT INTO public.auth_permission VALUES (37, 'Can add progress', 10, 'add_progress');
INSERT INTO public.auth_permission VALUES (38, 'Can change progress', 10, 'change_progress');
INSERT INTO public.auth_permission VALUES (39, 'Can delete progress', 10, 'delete_progress');
INSERT INTO public.auth_permission VALUES (40, 'Can view progress', 10, 'view_progress');
INSERT INTO public.auth_permission VALUES (41, 'Can add subject key', 11, 'add_subjectkey');
INSERT INTO public.auth_permission VALUES (42, 'Can change subject key', 11, 'change_subjectkey');
INSERT INTO public.auth_permission VALUES (43, 'Can delete subject key', 11, 'delete_subjectkey');
INSERT INTO public.auth_permission VALUES (44, 'Can view subject key', 11, 'view_subjectkey');
INSERT INTO public.auth_permission VALUES (45, 'Can add idempotent request', 12, 'add_idempotentrequest');
INSERT INTO public.auth_permission VALUES (46, 'Can change idempotent request', 12, 'change_idempotentrequest');
INSERT INTO public.auth_permission VALUES (47, 'Can delete idempotent request', 12, 'delete_idempotentrequest');
INSERT INTO public.auth_permission VALUES (48, 'Can view idempotent request', 12, 'view_idempotentrequest');
INSERT INTO public.auth_permission VALUES (49, 'Can add heartbeat', 13, 'add_heartbeat');
INSERT INTO public.auth_permission VALUES (50, 'Can change heartbeat', 13, 'change_heartbeat');
INSERT INTO public.auth_permission VALUES (51, 'Can delete heartbeat', 13, 'delete_heartbeat');
INSERT INTO public.auth_permission VALUES (52, 'Can view heartbeat', 13, 'view_heartbeat');
INSERT INTO public.auth_permission VALUES (53, 'Can add entry', 14, 'add_entry');
INSERT INTO public.auth_permission VALUES (54, 'Can change entry', 14, 'change_entry');
INSERT INTO public.auth_permission VALUES (55, 'Can delete entry', 14, 'delete_entry');
INSERT INTO public.auth_permission VALUES (56, 'Can view entry', 14, 'view_entry');
INSERT INTO public.auth_permission VALUES (57, 'Can add position', 15, 'add_position');
INSERT INTO public.auth_permission VALUES (58, 'Can change position', 15, 'change_position');
INSERT INTO public.auth_permission VALUES (59, 'Can delete position', 15, 'delete_position');
INSERT INTO public.auth_permission VALUES (60, 'Can view position', 15, 'view_position');
INSERT INTO public.auth_permission VALUES (61, 'Can add actor', 16, 'add_actor');
INSERT INTO public.auth_permission VALUES (62, 'Can change actor', 16, 'change_actor');
INSERT INTO public.auth_permission VALUES (63, 'Can delete actor', 16, 'delete_actor');
INSERT INTO public.auth_permission VALUES (64, 'Can view actor', 16, 'view_actor');
INSERT INTO public.auth_permission VALUES (65, 'Can add organisation', 17, 'add_organisation');
INSERT INTO public.auth_permission VALUES (66, 'Can change organisation', 17, 'change_organisation');
INSERT INTO public.auth_permission VALUES (67, 'Can delete organisation', 17, 'delete_organisation');
INSERT INTO public.auth_permission VALUES (68, 'Can view organisation', 17, 'view_organisation');
INSERT INTO public.auth_permission VALUES (69, 'Can add user', 18, 'add_user');
INSERT INTO public.auth_permission VALUES (70, 'Can change user', 18, 'change_user');
INSERT INTO public.auth_permission VALUES (71, 'Can delete user', 18, 'delete_user');
INSERT INTO public.auth_permission VALUES (72, 'Can view user', 18, 'view_user');
INSERT INTO public.auth_permission VALUES (73, 'Can add api key', 19, 'add_apikey');
INSERT INTO public.auth_permission VALUES (74, 'Can change api key', 19, 'change_apikey');
INSERT INTO public.auth_permission VALUES (75, 'Can delete api key', 19, 'delete_apikey');
INSERT INTO public.auth_permission VALUES (76, 'Can view api key', 19, 'view_apikey');
INSERT INTO public.auth_permission VALUES (77, 'Can add role assignment', 20, 'add_roleassignment');
INSERT INTO public.auth_permission VALUES (78, 'Can change role assignment', 20, 'change_roleassignment');
INSERT INTO public.auth_permission VALUES (79, 'Can delete role assignment', 20, 'delete_roleassignment');
INSERT INTO public.auth_permission VALUES (80, 'Can view role assignment', 20, 'view_roleassignment');
INSERT INTO public.auth_permission VALUES (81, 'Can add machine client', 21, 'add_machineclient');
INSERT INTO public.auth_permission VALUES (82, 'Can change machine client', 21, 'change_machineclient');
INSERT INTO public.auth_permission VALUES (83, 'Can delete machine client', 21, 'delete_machineclient');
INSERT INTO public.auth_permission VALUES (84, 'Can view machine client', 21, 'view_machineclient');
INSERT INTO public.auth_permission VALUES (85, 'Can add grant term', 22, 'add_grantterm');
INSERT INTO public.auth_permission VALUES (86, 'Can change grant term', 22, 'change_grantterm');
INSERT INTO public.auth_permission VALUES (87, 'Can delete grant term', 22, 'delete_grantterm');
INSERT INTO public.auth_permission VALUES (88, 'Can view grant term', 22, 'view_grantterm');
INSERT INTO public.auth_permission VALUES (89, 'Can add working time', 23, 'add_workingtime');
INSERT INTO public.auth_permission VALUES (90, 'Can change working time', 23, 'change_workingtime');
INSERT INTO public.auth_permission VALUES (91, 'Can delete working time', 23, 'delete_workingtime');
INSERT INTO public.auth_permission VALUES (92, 'Can view working time', 23, 'view_workingtime');
INSERT INTO public.auth_permission VALUES (93, 'Can add grant change', 24, 'add_grantchange');
INSERT INTO public.auth_permission VALUES (94, 'Can change grant change', 24, 'change_grantchange');
INSERT INTO public.auth_permission VALUES (95, 'Can delete grant change', 24, 'delete_grantchange');
INSERT INTO public.auth_permission VALUES (96, 'Can view grant change', 24, 'view_grantchange');
INSERT INTO public.auth_permission VALUES (97, 'Can add time away', 25, 'add_timeaway');
INSERT INTO public.auth_permission VALUES (98, 'Can change time away', 25, 'change_timeaway');
INSERT INTO public.auth_permission VALUES (99, 'Can delete time away', 25, 'delete_timeaway');
INSERT INTO public.auth_permission VALUES (100, 'Can view time away', 25, 'view_timeaway');
INSERT INTO public.auth_permission VALUES (101, 'Can add person change', 26, 'add_personchange');
INSERT INTO public.auth_permission VALUES (102, 'Can change person change', 26, 'change_personchange');
INSERT INTO public.auth_permission VALUES (103, 'Can delete person change', 26, 'delete_personchange');
INSERT INTO public.auth_permission VALUES (104, 'Can view person change', 26, 'view_personchange');
INSERT INTO public.auth_permission VALUES (105, 'Can add break glass', 27, 'add_breakglass');
INSERT INTO public.auth_permission VALUES (106, 'Can change break glass', 27, 'change_breakglass');
INSERT INTO public.auth_permission VALUES (107, 'Can delete break glass', 27, 'delete_breakglass');
INSERT INTO public.auth_permission VALUES (108, 'Can view break glass', 27, 'view_breakglass');
INSERT INTO public.auth_permission VALUES (109, 'Can add delegation', 28, 'add_delegation');
INSERT INTO public.auth_permission VALUES (110, 'Can change delegation', 28, 'change_delegation');
INSERT INTO public.auth_permission VALUES (111, 'Can delete delegation', 28, 'delete_delegation');
INSERT INTO public.auth_permission VALUES (112, 'Can view delegation', 28, 'view_delegation');
INSERT INTO public.auth_permission VALUES (113, 'Can add stand in', 29, 'add_standin');
INSERT INTO public.auth_permission VALUES (114, 'Can change stand in', 29, 'change_standin');
INSERT INTO public.auth_permission VALUES (115, 'Can delete stand in', 29, 'delete_standin');
INSERT INTO public.auth_permission VALUES (116, 'Can view stand in', 29, 'view_standin');
INSERT INTO public.auth_permission VALUES (117, 'Can add ai system', 30, 'add_aisystem');
INSERT INTO public.auth_permission VALUES (118, 'Can change ai system', 30, 'change_aisystem');
INSERT INTO public.auth_permission VALUES (119, 'Can delete ai system', 30, 'delete_aisystem');
INSERT INTO public.auth_permission VALUES (120, 'Can view ai system', 30, 'view_aisystem');
INSERT INTO public.auth_permission VALUES (121, 'See what an AI system does', 30, 'look_system');
INSERT INTO public.auth_permission VALUES (122, 'Mine and calibrate an AI system', 30, 'analyse_system');
INSERT INTO public.auth_permission VALUES (123, 'Read everything of an AI system and export evidence', 30, 'audit_system');
INSERT INTO public.auth_permission VALUES (124, 'Can add outcome code', 31, 'add_outcomecode');
INSERT INTO public.auth_permission VALUES (125, 'Can change outcome code', 31, 'change_outcomecode');
INSERT INTO public.auth_permission VALUES (126, 'Can delete outcome code', 31, 'delete_outcomecode');
INSERT INTO public.auth_permission VALUES (127, 'Can view outcome code', 31, 'view_outcomecode');
INSERT INTO public.auth_permission VALUES (128, 'Can add authority limit', 32, 'add_authoritylimit');
INSERT INTO public.auth_permission VALUES (129, 'Can change authority limit', 32, 'change_authoritylimit');
INSERT INTO public.auth_permission VALUES (130, 'Can delete authority limit', 32, 'delete_authoritylimit');
INSERT INTO public.auth_permission VALUES (131, 'Can view authority limit', 32, 'view_authoritylimit');
INSERT INTO public.auth_permission VALUES (132, 'Can add posture', 33, 'add_posture');
INSERT INTO public.auth_permission VALUES (133, 'Can change posture', 33, 'change_posture');
INSERT INTO public.auth_permission VALUES (134, 'Can delete posture', 33, 'delete_posture');
INSERT INTO public.auth_permission VALUES (135, 'Can view posture', 33, 'view_posture');
INSERT INTO public.auth_permission VALUES (136, 'Can add reason set', 34, 'add_reasonset');
INSERT INTO public.auth_permission VALUES (137, 'Can change reason set', 34, 'change_reasonset');
INSERT INTO public.auth_permission VALUES (138, 'Can delete reason set', 34, 'delete_reasonset');
INSERT INTO public.auth_permission VALUES (139, 'Can view reason set', 34, 'view_reasonset');
INSERT INTO public.auth_permission VALUES (140, 'Can add reason', 35, 'add_reason');
INSERT INTO public.auth_permission VALUES (141, 'Can change reason', 35, 'change_reason');
INSERT INTO public.auth_permission VALUES (142, 'Can delete reason', 35, 'delete_reason');
INSERT INTO public.auth_permission VALUES (143, 'Can view reason', 35, 'view_reason');
INSERT INTO public.auth_permission VALUES (144, 'Can add source system', 36, 'add_sourcesystem');
INSERT INTO public.auth_permission VALUES (145, 'Can change source system', 36, 'change_sourcesystem');
INSERT INTO public.auth_permission VALUES (146, 'Can delete source system', 36, 'delete_sourcesystem');
INSERT INTO public.auth_permission VALUES (147, 'Can view source system', 36, 'view_sourcesystem');
INSERT INTO public.auth_permission VALUES (148, 'Can add pause', 37, 'add_pause');
INSERT INTO public.auth_permission VALUES (149, 'Can change pause', 37, 'change_pause');
INSERT INTO public.auth_permission VALUES (150, 'Can delete pause', 37, 'delete_pause');
INSERT INTO public.auth_permission VALUES (151, 'Can view pause', 37, 'view_pause');
INSERT INTO public.auth_permission VALUES (152, 'Can add autonomy', 38, 'add_autonomy');
INSERT INTO public.auth_permission VALUES (153, 'Can change autonomy', 38, 'change_autonomy');
INSERT INTO public.auth_permission VALUES (154, 'Can delete autonomy', 38, 'delete_autonomy');
INSERT INTO public.auth_permission VALUES (155, 'Can view autonomy', 38, 'view_autonomy');
INSERT INTO public.auth_permission VALUES (156, 'Can add context contract', 39, 'add_contextcontract');
INSERT INTO public.auth_permission VALUES (157, 'Can change context contract', 39, 'change_contextcontract');
INSERT INTO public.auth_permission VALUES (158, 'Can delete context contract', 39, 'delete_contextcontract');
INSERT INTO public.auth_permission VALUES (159, 'Can view context contract', 39, 'view_contextcontract');
INSERT INTO public.auth_permission VALUES (160, 'Can add contract draft', 40, 'add_contractdraft');
INSERT INTO public.auth_permission VALUES (161, 'Can change contract draft', 40, 'change_contractdraft');
INSERT INTO public.auth_permission VALUES (162, 'Can delete contract draft', 40, 'delete_contractdraft');
INSERT INTO public.auth_permission VALUES (163, 'Can view contract draft', 40, 'view_contractdraft');
INSERT INTO public.auth_permission VALUES (164, 'Can add contract trial', 41, 'add_contracttrial');
INSERT INTO public.auth_permission VALUES (165, 'Can change contract trial', 41, 'change_contracttrial');
INSERT INTO public.auth_permission VALUES (166, 'Can delete contract trial', 41, 'delete_contracttrial');
INSERT INTO public.auth_permission VALUES (167, 'Can view contract trial', 41, 'view_contracttrial');
INSERT INTO public.auth_permission VALUES (168, 'Can add model line up', 42, 'add_modellineup');
INSERT INTO public.auth_permission VALUES (169, 'Can change model line up', 42, 'change_modellineup');
INSERT INTO public.auth_permission VALUES (170, 'Can delete model line up', 42, 'delete_modellineup');
INSERT INTO public.auth_permission VALUES (171, 'Can view model line up', 42, 'view_modellineup');
INSERT INTO public.auth_permission VALUES (172, 'Can add absence', 43, 'add_absence');
INSERT INTO public.auth_permission VALUES (173, 'Can change absence', 43, 'change_absence');
INSERT INTO public.auth_permission VALUES (174, 'Can delete absence', 43, 'delete_absence');
INSERT INTO public.auth_permission VALUES (175, 'Can view absence', 43, 'view_absence');
INSERT INTO public.auth_permission VALUES (176, 'Can add ownership offer', 44, 'add_ownershipoffer');
INSERT INTO public.auth_permission VALUES (177, 'Can change ownership offer', 44, 'change_ownershipoffer');
INSERT INTO public.auth_permission VALUES (178, 'Can delete ownership offer', 44, 'delete_ownershipoffer');
INSERT INTO public.auth_permission VALUES (179, 'Can view ownership offer', 44, 'view_ownershipoffer');
INSERT INTO public.auth_permission VALUES (180, 'Can add posture draft', 45, 'add_posturedraft');
INSERT INTO public.auth_permission VALUES (181, 'Can change posture draft', 45, 'change_posturedraft');
INSERT INTO public.auth_permission VALUES (182, 'Can delete posture draft', 45, 'delete_posturedraft');
INSERT INTO public.auth_permission VALUES (183, 'Can view posture draft', 45, 'view_posturedraft');
INSERT INTO public.auth_permission VALUES (184, 'Can add pause span', 46, 'add_pausespan');
INSERT INTO public.auth_permission VALUES (185, 'Can change pause span', 46, 'change_pausespan');
INSERT INTO public.auth_permission VALUES (186, 'Can delete pause span', 46, 'delete_pausespan');
INSERT INTO public.auth_permission VALUES (187, 'Can view pause span', 46, 'view_pausespan');
INSERT INTO public.auth_permission VALUES (188, 'Can add reason change', 47, 'add_reasonchange');
INSERT INTO public.auth_permission VALUES (189, 'Can change reason change', 47, 'change_reasonchange');
INSERT INTO public.auth_permission VALUES (190, 'Can delete reason change', 47, 'delete_reasonchange');
INSERT INTO public.auth_permission VALUES (191, 'Can view reason change', 47, 'view_reasonchange');
INSERT INTO public.auth_permission VALUES (192, 'Can add case', 48, 'add_case');
INSERT INTO public.auth_permission VALUES (193, 'Can change case', 48, 'change_case');
INSERT INTO public.auth_permission VALUES (194, 'Can delete case', 48, 'delete_case');
INSERT INTO public.auth_permission VALUES (195, 'Can view case', 48, 'view_case');
INSERT INTO public.auth_permission VALUES (196, 'Can add context snapshot', 49, 'add_contextsnapshot');
INSERT INTO public.auth_permission VALUES (197, 'Can change context snapshot', 49, 'change_contextsnapshot');
INSERT INTO public.auth_permission VALUES (198, 'Can delete context snapshot', 49, 'delete_contextsnapshot');
INSERT INTO public.auth_permission VALUES (199, 'Can view context snapshot', 49, 'view_contextsnapshot');
INSERT INTO public.auth_permission VALUES (499, 'Can add tallied', 124, 'add_tallied');
INSERT INTO public.auth_permission VALUES (200, 'Can add protected fact', 50, 'add_protectedfact');
INSERT INTO public.auth_permission VALUES (201, 'Can change protected fact', 50, 'change_protectedfact');
INSERT INTO public.auth_permission VALUES (202, 'Can delete protected fact', 50, 'delete_protectedfact');
INSERT INTO public.auth_permission VALUES (203, 'Can view protected fact', 50, 'view_protectedfact');
INSERT INTO public.auth_permission VALUES (204, 'Can add subject', 51, 'add_subject');
INSERT INTO public.auth_permission VALUES (205, 'Can change subject', 51, 'change_subject');
INSERT INTO public.auth_permission VALUES (206, 'Can delete subject', 51, 'delete_subject');
INSERT INTO public.auth_permission VALUES (207, 'Can view subject', 51, 'view_subject');
INSERT INTO public.auth_permission VALUES (208, 'Can add recommendation', 52, 'add_recommendation');
INSERT INTO public.auth_permission VALUES (209, 'Can change recommendation', 52, 'change_recommendation');
INSERT INTO public.auth_permission VALUES (210, 'Can delete recommendation', 52, 'delete_recommendation');
INSERT INTO public.auth_permission VALUES (211, 'Can view recommendation', 52, 'view_recommendation');
INSERT INTO public.auth_permission VALUES (212, 'Can add fact change', 53, 'add_factchange');
INSERT INTO public.auth_permission VALUES (213, 'Can change fact change', 53, 'change_factchange');
INSERT INTO public.auth_permission VALUES (214, 'Can delete fact change', 53, 'delete_factchange');
INSERT INTO public.auth_permission VALUES (215, 'Can view fact change', 53, 'view_factchange');
INSERT INTO public.auth_permission VALUES (216, 'Can add evidence', 54, 'add_evidence');
INSERT INTO public.auth_permission VALUES (217, 'Can change evidence', 54, 'change_evidence');
INSERT INTO public.auth_permission VALUES (218, 'Can delete evidence', 54, 'delete_evidence');
INSERT INTO public.auth_permission VALUES (219, 'Can view evidence', 54, 'view_evidence');
INSERT INTO public.auth_permission VALUES (220, 'Can add evidence page', 55, 'add_evidencepage');
INSERT INTO public.auth_permission VALUES (221, 'Can change evidence page', 55, 'change_evidencepage');
INSERT INTO public.auth_permission VALUES (222, 'Can delete evidence page', 55, 'delete_evidencepage');
INSERT INTO public.auth_permission VALUES (223, 'Can view evidence page', 55, 'view_evidencepage');
INSERT INTO public.auth_permission VALUES (224, 'Can add unseen recommendation', 56, 'add_unseenrecommendation');
INSERT INTO public.auth_permission VALUES (225, 'Can change unseen recommendation', 56, 'change_unseenrecommendation');
INSERT INTO public.auth_permission VALUES (226, 'Can delete unseen recommendation', 56, 'delete_unseenrecommendation');
INSERT INTO public.auth_permission VALUES (227, 'Can view unseen recommendation', 56, 'view_unseenrecommendation');
INSERT INTO public.auth_permission VALUES (228, 'Can add policy version', 57, 'add_policyversion');
INSERT INTO public.auth_permission VALUES (229, 'Can change policy version', 57, 'change_policyversion');
INSERT INTO public.auth_permission VALUES (230, 'Can delete policy version', 57, 'delete_policyversion');
INSERT INTO public.auth_permission VALUES (231, 'Can view policy version', 57, 'view_policyversion');
INSERT INTO public.auth_permission VALUES (232, 'Can add verdict', 58, 'add_verdict');
INSERT INTO public.auth_permission VALUES (233, 'Can change verdict', 58, 'change_verdict');
INSERT INTO public.auth_permission VALUES (234, 'Can delete verdict', 58, 'delete_verdict');
INSERT INTO public.auth_permission VALUES (235, 'Can view verdict', 58, 'view_verdict');
INSERT INTO public.auth_permission VALUES (236, 'Can add phantom verdict', 59, 'add_phantomverdict');
INSERT INTO public.auth_permission VALUES (237, 'Can change phantom verdict', 59, 'change_phantomverdict');
INSERT INTO public.auth_permission VALUES (238, 'Can delete phantom verdict', 59, 'delete_phantomverdict');
INSERT INTO public.auth_permission VALUES (239, 'Can view phantom verdict', 59, 'view_phantomverdict');
INSERT INTO public.auth_permission VALUES (240, 'Can add shadow run', 60, 'add_shadowrun');
INSERT INTO public.auth_permission VALUES (241, 'Can change shadow run', 60, 'change_shadowrun');
INSERT INTO public.auth_permission VALUES (242, 'Can delete shadow run', 60, 'delete_shadowrun');
INSERT INTO public.auth_permission VALUES (243, 'Can view shadow run', 60, 'view_shadowrun');
INSERT INTO public.auth_permission VALUES (244, 'Can add segment set', 61, 'add_segmentset');
INSERT INTO public.auth_permission VALUES (245, 'Can change segment set', 61, 'change_segmentset');
INSERT INTO public.auth_permission VALUES (246, 'Can delete segment set', 61, 'delete_segmentset');
INSERT INTO public.auth_permission VALUES (247, 'Can view segment set', 61, 'view_segmentset');
INSERT INTO public.auth_permission VALUES (248, 'Can add decision', 62, 'add_decision');
INSERT INTO public.auth_permission VALUES (249, 'Can change decision', 62, 'change_decision');
INSERT INTO public.auth_permission VALUES (250, 'Can delete decision', 62, 'delete_decision');
INSERT INTO public.auth_permission VALUES (251, 'Can view decision', 62, 'view_decision');
INSERT INTO public.auth_permission VALUES (252, 'Can add inbox', 63, 'add_inbox');
INSERT INTO public.auth_permission VALUES (253, 'Can change inbox', 63, 'change_inbox');
INSERT INTO public.auth_permission VALUES (254, 'Can delete inbox', 63, 'delete_inbox');
INSERT INTO public.auth_permission VALUES (255, 'Can view inbox', 63, 'view_inbox');
INSERT INTO public.auth_permission VALUES (256, 'Work the items of an inbox', 63, 'work_inbox');
INSERT INTO public.auth_permission VALUES (257, 'Decide what climbed into an inbox, take over, assign', 63, 'supervise_inbox');
INSERT INTO public.auth_permission VALUES (258, 'Look at an inbox without deciding', 63, 'look_inbox');
INSERT INTO public.auth_permission VALUES (259, 'Can add override reason', 64, 'add_overridereason');
INSERT INTO public.auth_permission VALUES (260, 'Can change override reason', 64, 'change_overridereason');
INSERT INTO public.auth_permission VALUES (261, 'Can delete override reason', 64, 'delete_overridereason');
INSERT INTO public.auth_permission VALUES (262, 'Can view override reason', 64, 'view_overridereason');
INSERT INTO public.auth_permission VALUES (263, 'Can add release', 65, 'add_release');
INSERT INTO public.auth_permission VALUES (264, 'Can change release', 65, 'change_release');
INSERT INTO public.auth_permission VALUES (265, 'Can delete release', 65, 'delete_release');
INSERT INTO public.auth_permission VALUES (266, 'Can view release', 65, 'view_release');
INSERT INTO public.auth_permission VALUES (267, 'Can add review item', 66, 'add_reviewitem');
INSERT INTO public.auth_permission VALUES (268, 'Can change review item', 66, 'change_reviewitem');
INSERT INTO public.auth_permission VALUES (269, 'Can delete review item', 66, 'delete_reviewitem');
INSERT INTO public.auth_permission VALUES (270, 'Can view review item', 66, 'view_reviewitem');
INSERT INTO public.auth_permission VALUES (271, 'Can add item reason', 67, 'add_itemreason');
INSERT INTO public.auth_permission VALUES (272, 'Can change item reason', 67, 'change_itemreason');
INSERT INTO public.auth_permission VALUES (273, 'Can delete item reason', 67, 'delete_itemreason');
INSERT INTO public.auth_permission VALUES (274, 'Can view item reason', 67, 'view_itemreason');
INSERT INTO public.auth_permission VALUES (275, 'Can add escalation', 68, 'add_escalation');
INSERT INTO public.auth_permission VALUES (276, 'Can change escalation', 68, 'change_escalation');
INSERT INTO public.auth_permission VALUES (277, 'Can delete escalation', 68, 'delete_escalation');
INSERT INTO public.auth_permission VALUES (278, 'Can view escalation', 68, 'view_escalation');
INSERT INTO public.auth_permission VALUES (279, 'Can add draft', 69, 'add_draft');
INSERT INTO public.auth_permission VALUES (280, 'Can change draft', 69, 'change_draft');
INSERT INTO public.auth_permission VALUES (281, 'Can delete draft', 69, 'delete_draft');
INSERT INTO public.auth_permission VALUES (282, 'Can view draft', 69, 'view_draft');
INSERT INTO public.auth_permission VALUES (283, 'Can add claim', 70, 'add_claim');
INSERT INTO public.auth_permission VALUES (284, 'Can change claim', 70, 'change_claim');
INSERT INTO public.auth_permission VALUES (285, 'Can delete claim', 70, 'delete_claim');
INSERT INTO public.auth_permission VALUES (286, 'Can view claim', 70, 'view_claim');
INSERT INTO public.auth_permission VALUES (287, 'Can add withdrawal', 71, 'add_withdrawal');
INSERT INTO public.auth_permission VALUES (288, 'Can change withdrawal', 71, 'change_withdrawal');
INSERT INTO public.auth_permission VALUES (289, 'Can delete withdrawal', 71, 'delete_withdrawal');
INSERT INTO public.auth_permission VALUES (290, 'Can view withdrawal', 71, 'view_withdrawal');
INSERT INTO public.auth_permission VALUES (291, 'Can add policy target', 72, 'add_policytarget');
INSERT INTO public.auth_permission VALUES (292, 'Can change policy target', 72, 'change_policytarget');
INSERT INTO public.auth_permission VALUES (293, 'Can delete policy target', 72, 'delete_policytarget');
INSERT INTO public.auth_permission VALUES (294, 'Can view policy target', 72, 'view_policytarget');
INSERT INTO public.auth_permission VALUES (295, 'Can add reversal run', 73, 'add_reversalrun');
INSERT INTO public.auth_permission VALUES (296, 'Can change reversal run', 73, 'change_reversalrun');
INSERT INTO public.auth_permission VALUES (297, 'Can delete reversal run', 73, 'delete_reversalrun');
INSERT INTO public.auth_permission VALUES (298, 'Can view reversal run', 73, 'view_reversalrun');
INSERT INTO public.auth_permission VALUES (299, 'Can add reversal line', 74, 'add_reversalline');
INSERT INTO public.auth_permission VALUES (300, 'Can change reversal line', 74, 'change_reversalline');
INSERT INTO public.auth_permission VALUES (301, 'Can delete reversal line', 74, 'delete_reversalline');
INSERT INTO public.auth_permission VALUES (302, 'Can view reversal line', 74, 'view_reversalline');
INSERT INTO public.auth_permission VALUES (303, 'Can add fact correction', 75, 'add_factcorrection');
INSERT INTO public.auth_permission VALUES (304, 'Can change fact correction', 75, 'change_factcorrection');
INSERT INTO public.auth_permission VALUES (305, 'Can delete fact correction', 75, 'delete_factcorrection');
INSERT INTO public.auth_permission VALUES (306, 'Can view fact correction', 75, 'view_factcorrection');
INSERT INTO public.auth_permission VALUES (307, 'Can add first view', 76, 'add_firstview');
INSERT INTO public.auth_permission VALUES (308, 'Can change first view', 76, 'change_firstview');
INSERT INTO public.auth_permission VALUES (309, 'Can delete first view', 76, 'delete_firstview');
INSERT INTO public.auth_permission VALUES (310, 'Can view first view', 76, 'view_firstview');
INSERT INTO public.auth_permission VALUES (311, 'Can add follow up', 77, 'add_followup');
INSERT INTO public.auth_permission VALUES (312, 'Can change follow up', 77, 'change_followup');
INSERT INTO public.auth_permission VALUES (313, 'Can delete follow up', 77, 'delete_followup');
INSERT INTO public.auth_permission VALUES (314, 'Can view follow up', 77, 'view_followup');
INSERT INTO public.auth_permission VALUES (315, 'Can add saved view', 78, 'add_savedview');
INSERT INTO public.auth_permission VALUES (316, 'Can change saved view', 78, 'change_savedview');
INSERT INTO public.auth_permission VALUES (317, 'Can delete saved view', 78, 'delete_savedview');
INSERT INTO public.auth_permission VALUES (318, 'Can view saved view', 78, 'view_savedview');
INSERT INTO public.auth_permission VALUES (319, 'Can add question', 79, 'add_question');
INSERT INTO public.auth_permission VALUES (320, 'Can change question', 79, 'change_question');
INSERT INTO public.auth_permission VALUES (321, 'Can delete question', 79, 'delete_question');
INSERT INTO public.auth_permission VALUES (322, 'Can view question', 79, 'view_question');
INSERT INTO public.auth_permission VALUES (323, 'Can add reversal request', 80, 'add_reversalrequest');
INSERT INTO public.auth_permission VALUES (324, 'Can change reversal request', 80, 'change_reversalrequest');
INSERT INTO public.auth_permission VALUES (325, 'Can delete reversal request', 80, 'delete_reversalrequest');
INSERT INTO public.auth_permission VALUES (326, 'Can view reversal request', 80, 'view_reversalrequest');
INSERT INTO public.auth_permission VALUES (327, 'Can add capacity', 81, 'add_capacity');
INSERT INTO public.auth_permission VALUES (328, 'Can change capacity', 81, 'change_capacity');
INSERT INTO public.auth_permission VALUES (329, 'Can delete capacity', 81, 'delete_capacity');
INSERT INTO public.auth_permission VALUES (330, 'Can view capacity', 81, 'view_capacity');
INSERT INTO public.auth_permission VALUES (331, 'Can add evidence mark', 82, 'add_evidencemark');
INSERT INTO public.auth_permission VALUES (332, 'Can change evidence mark', 82, 'change_evidencemark');
INSERT INTO public.auth_permission VALUES (333, 'Can delete evidence mark', 82, 'delete_evidencemark');
INSERT INTO public.auth_permission VALUES (334, 'Can view evidence mark', 82, 'view_evidencemark');
INSERT INTO public.auth_permission VALUES (335, 'Can add explanation', 83, 'add_explanation');
INSERT INTO public.auth_permission VALUES (336, 'Can change explanation', 83, 'change_explanation');
INSERT INTO public.auth_permission VALUES (337, 'Can delete explanation', 83, 'delete_explanation');
INSERT INTO public.auth_permission VALUES (338, 'Can view explanation', 83, 'view_explanation');
INSERT INTO public.auth_permission VALUES (339, 'Can add inbox day', 84, 'add_inboxday');
INSERT INTO public.auth_permission VALUES (340, 'Can change inbox day', 84, 'change_inboxday');
INSERT INTO public.auth_permission VALUES (341, 'Can delete inbox day', 84, 'delete_inboxday');
INSERT INTO public.auth_permission VALUES (342, 'Can view inbox day', 84, 'view_inboxday');
INSERT INTO public.auth_permission VALUES (343, 'Can add item stay', 85, 'add_itemstay');
INSERT INTO public.auth_permission VALUES (344, 'Can change item stay', 85, 'change_itemstay');
INSERT INTO public.auth_permission VALUES (345, 'Can delete item stay', 85, 'delete_itemstay');
INSERT INTO public.auth_permission VALUES (346, 'Can view item stay', 85, 'view_itemstay');
INSERT INTO public.auth_permission VALUES (347, 'Can add second review', 86, 'add_secondreview');
INSERT INTO public.auth_permission VALUES (348, 'Can change second review', 86, 'change_secondreview');
INSERT INTO public.auth_permission VALUES (349, 'Can delete second review', 86, 'delete_secondreview');
INSERT INTO public.auth_permission VALUES (350, 'Can view second review', 86, 'view_secondreview');
INSERT INTO public.auth_permission VALUES (351, 'Can add learning note', 87, 'add_learningnote');
INSERT INTO public.auth_permission VALUES (352, 'Can change learning note', 87, 'change_learningnote');
INSERT INTO public.auth_permission VALUES (353, 'Can delete learning note', 87, 'delete_learningnote');
INSERT INTO public.auth_permission VALUES (354, 'Can view learning note', 87, 'view_learningnote');
INSERT INTO public.auth_permission VALUES (355, 'Can add approval', 88, 'add_approval');
INSERT INTO public.auth_permission VALUES (356, 'Can change approval', 88, 'change_approval');
INSERT INTO public.auth_permission VALUES (357, 'Can delete approval', 88, 'delete_approval');
INSERT INTO public.auth_permission VALUES (358, 'Can view approval', 88, 'view_approval');
INSERT INTO public.auth_permission VALUES (359, 'Can add appeal', 89, 'add_appeal');
INSERT INTO public.auth_permission VALUES (360, 'Can change appeal', 89, 'change_appeal');
INSERT INTO public.auth_permission VALUES (361, 'Can delete appeal', 89, 'delete_appeal');
INSERT INTO public.auth_permission VALUES (362, 'Can view appeal', 89, 'view_appeal');
INSERT INTO public.auth_permission VALUES (363, 'Can add contest link', 90, 'add_contestlink');
INSERT INTO public.auth_permission VALUES (364, 'Can change contest link', 90, 'change_contestlink');
INSERT INTO public.auth_permission VALUES (365, 'Can delete contest link', 90, 'delete_contestlink');
INSERT INTO public.auth_permission VALUES (366, 'Can view contest link', 90, 'view_contestlink');
INSERT INTO public.auth_permission VALUES (367, 'Can add one time authority', 91, 'add_onetimeauthority');
INSERT INTO public.auth_permission VALUES (368, 'Can change one time authority', 91, 'change_onetimeauthority');
INSERT INTO public.auth_permission VALUES (369, 'Can delete one time authority', 91, 'delete_onetimeauthority');
INSERT INTO public.auth_permission VALUES (370, 'Can view one time authority', 91, 'view_onetimeauthority');
INSERT INTO public.auth_permission VALUES (371, 'Can add relation', 92, 'add_relation');
INSERT INTO public.auth_permission VALUES (372, 'Can change relation', 92, 'change_relation');
INSERT INTO public.auth_permission VALUES (373, 'Can delete relation', 92, 'delete_relation');
INSERT INTO public.auth_permission VALUES (374, 'Can view relation', 92, 'view_relation');
INSERT INTO public.auth_permission VALUES (375, 'Can add known answer', 93, 'add_knownanswer');
INSERT INTO public.auth_permission VALUES (376, 'Can change known answer', 93, 'change_knownanswer');
INSERT INTO public.auth_permission VALUES (377, 'Can delete known answer', 93, 'delete_knownanswer');
INSERT INTO public.auth_permission VALUES (378, 'Can view known answer', 93, 'view_knownanswer');
INSERT INTO public.auth_permission VALUES (379, 'Can add practice', 94, 'add_practice');
INSERT INTO public.auth_permission VALUES (380, 'Can change practice', 94, 'change_practice');
INSERT INTO public.auth_permission VALUES (381, 'Can delete practice', 94, 'delete_practice');
INSERT INTO public.auth_permission VALUES (382, 'Can view practice', 94, 'view_practice');
INSERT INTO public.auth_permission VALUES (383, 'Can add skill', 95, 'add_skill');
INSERT INTO public.auth_permission VALUES (384, 'Can change skill', 95, 'change_skill');
INSERT INTO public.auth_permission VALUES (385, 'Can delete skill', 95, 'delete_skill');
INSERT INTO public.auth_permission VALUES (386, 'Can view skill', 95, 'view_skill');
INSERT INTO public.auth_permission VALUES (387, 'Can add skill asked', 96, 'add_skillasked');
INSERT INTO public.auth_permission VALUES (388, 'Can change skill asked', 96, 'change_skillasked');
INSERT INTO public.auth_permission VALUES (389, 'Can delete skill asked', 96, 'delete_skillasked');
INSERT INTO public.auth_permission VALUES (390, 'Can view skill asked', 96, 'view_skillasked');
INSERT INTO public.auth_permission VALUES (391, 'Can add skill term', 97, 'add_skillterm');
INSERT INTO public.auth_permission VALUES (392, 'Can change skill term', 97, 'change_skillterm');
INSERT INTO public.auth_permission VALUES (393, 'Can delete skill term', 97, 'delete_skillterm');
INSERT INTO public.auth_permission VALUES (394, 'Can view skill term', 97, 'view_skillterm');
INSERT INTO public.auth_permission VALUES (395, 'Can add rota day', 98, 'add_rotaday');
INSERT INTO public.auth_permission VALUES (396, 'Can change rota day', 98, 'change_rotaday');
INSERT INTO public.auth_permission VALUES (397, 'Can delete rota day', 98, 'delete_rotaday');
INSERT INTO public.auth_permission VALUES (398, 'Can view rota day', 98, 'view_rotaday');
INSERT INTO public.auth_permission VALUES (399, 'Can add principal reason', 99, 'add_principalreason');
INSERT INTO public.auth_permission VALUES (400, 'Can change principal reason', 99, 'change_principalreason');
INSERT INTO public.auth_permission VALUES (401, 'Can delete principal reason', 99, 'delete_principalreason');
INSERT INTO public.auth_permission VALUES (402, 'Can view principal reason', 99, 'view_principalreason');
INSERT INTO public.auth_permission VALUES (403, 'Can add recourse terms', 100, 'add_recourseterms');
INSERT INTO public.auth_permission VALUES (404, 'Can change recourse terms', 100, 'change_recourseterms');
INSERT INTO public.auth_permission VALUES (405, 'Can delete recourse terms', 100, 'delete_recourseterms');
INSERT INTO public.auth_permission VALUES (406, 'Can view recourse terms', 100, 'view_recourseterms');
INSERT INTO public.auth_permission VALUES (407, 'Can add attempt', 101, 'add_attempt');
INSERT INTO public.auth_permission VALUES (408, 'Can change attempt', 101, 'change_attempt');
INSERT INTO public.auth_permission VALUES (409, 'Can delete attempt', 101, 'delete_attempt');
INSERT INTO public.auth_permission VALUES (410, 'Can view attempt', 101, 'view_attempt');
INSERT INTO public.auth_permission VALUES (411, 'Can add delivery', 102, 'add_delivery');
INSERT INTO public.auth_permission VALUES (412, 'Can change delivery', 102, 'change_delivery');
INSERT INTO public.auth_permission VALUES (413, 'Can delete delivery', 102, 'delete_delivery');
INSERT INTO public.auth_permission VALUES (414, 'Can view delivery', 102, 'view_delivery');
INSERT INTO public.auth_permission VALUES (415, 'Can add receipt', 103, 'add_receipt');
INSERT INTO public.auth_permission VALUES (416, 'Can change receipt', 103, 'change_receipt');
INSERT INTO public.auth_permission VALUES (417, 'Can delete receipt', 103, 'delete_receipt');
INSERT INTO public.auth_permission VALUES (418, 'Can view receipt', 103, 'view_receipt');
INSERT INTO public.auth_permission VALUES (419, 'Can add answer delivery', 104, 'add_answerdelivery');
INSERT INTO public.auth_permission VALUES (420, 'Can change answer delivery', 104, 'change_answerdelivery');
INSERT INTO public.auth_permission VALUES (421, 'Can delete answer delivery', 104, 'delete_answerdelivery');
INSERT INTO public.auth_permission VALUES (422, 'Can view answer delivery', 104, 'view_answerdelivery');
INSERT INTO public.auth_permission VALUES (423, 'Can add notification', 105, 'add_notification');
INSERT INTO public.auth_permission VALUES (424, 'Can change notification', 105, 'change_notification');
INSERT INTO public.auth_permission VALUES (425, 'Can delete notification', 105, 'delete_notification');
INSERT INTO public.auth_permission VALUES (426, 'Can view notification', 105, 'view_notification');
INSERT INTO public.auth_permission VALUES (427, 'Can add digest', 106, 'add_digest');
INSERT INTO public.auth_permission VALUES (428, 'Can change digest', 106, 'change_digest');
INSERT INTO public.auth_permission VALUES (429, 'Can delete digest', 106, 'delete_digest');
INSERT INTO public.auth_permission VALUES (430, 'Can view digest', 106, 'view_digest');
INSERT INTO public.auth_permission VALUES (431, 'Can add decision facts', 107, 'add_decisionfacts');
INSERT INTO public.auth_permission VALUES (432, 'Can change decision facts', 107, 'change_decisionfacts');
INSERT INTO public.auth_permission VALUES (433, 'Can delete decision facts', 107, 'delete_decisionfacts');
INSERT INTO public.auth_permission VALUES (434, 'Can view decision facts', 107, 'view_decisionfacts');
INSERT INTO public.auth_permission VALUES (435, 'Can add work signal', 108, 'add_worksignal');
INSERT INTO public.auth_permission VALUES (436, 'Can change work signal', 108, 'change_worksignal');
INSERT INTO public.auth_permission VALUES (437, 'Can delete work signal', 108, 'delete_worksignal');
INSERT INTO public.auth_permission VALUES (438, 'Can view work signal', 108, 'view_worksignal');
INSERT INTO public.auth_permission VALUES (439, 'Can add calibration', 109, 'add_calibration');
INSERT INTO public.auth_permission VALUES (440, 'Can change calibration', 109, 'change_calibration');
INSERT INTO public.auth_permission VALUES (441, 'Can delete calibration', 109, 'delete_calibration');
INSERT INTO public.auth_permission VALUES (442, 'Can view calibration', 109, 'view_calibration');
INSERT INTO public.auth_permission VALUES (443, 'Can add calibration bin', 110, 'add_calibrationbin');
INSERT INTO public.auth_permission VALUES (444, 'Can change calibration bin', 110, 'change_calibrationbin');
INSERT INTO public.auth_permission VALUES (445, 'Can delete calibration bin', 110, 'delete_calibrationbin');
INSERT INTO public.auth_permission VALUES (446, 'Can view calibration bin', 110, 'view_calibrationbin');
INSERT INTO public.auth_permission VALUES (447, 'Can add measurement', 111, 'add_measurement');
INSERT INTO public.auth_permission VALUES (448, 'Can change measurement', 111, 'change_measurement');
INSERT INTO public.auth_permission VALUES (449, 'Can delete measurement', 111, 'delete_measurement');
INSERT INTO public.auth_permission VALUES (450, 'Can view measurement', 111, 'view_measurement');
INSERT INTO public.auth_permission VALUES (451, 'Can add outcome', 112, 'add_outcome');
INSERT INTO public.auth_permission VALUES (452, 'Can change outcome', 112, 'change_outcome');
INSERT INTO public.auth_permission VALUES (453, 'Can delete outcome', 112, 'delete_outcome');
INSERT INTO public.auth_permission VALUES (454, 'Can view outcome', 112, 'view_outcome');
INSERT INTO public.auth_permission VALUES (455, 'Can add model version', 113, 'add_modelversion');
INSERT INTO public.auth_permission VALUES (456, 'Can change model version', 113, 'change_modelversion');
INSERT INTO public.auth_permission VALUES (457, 'Can delete model version', 113, 'delete_modelversion');
INSERT INTO public.auth_permission VALUES (458, 'Can view model version', 113, 'view_modelversion');
INSERT INTO public.auth_permission VALUES (459, 'Can add context count', 114, 'add_contextcount');
INSERT INTO public.auth_permission VALUES (460, 'Can change context count', 114, 'change_contextcount');
INSERT INTO public.auth_permission VALUES (461, 'Can delete context count', 114, 'delete_contextcount');
INSERT INTO public.auth_permission VALUES (462, 'Can view context count', 114, 'view_contextcount');
INSERT INTO public.auth_permission VALUES (463, 'Can add context repair', 115, 'add_contextrepair');
INSERT INTO public.auth_permission VALUES (464, 'Can change context repair', 115, 'change_contextrepair');
INSERT INTO public.auth_permission VALUES (465, 'Can delete context repair', 115, 'delete_contextrepair');
INSERT INTO public.auth_permission VALUES (466, 'Can view context repair', 115, 'view_contextrepair');
INSERT INTO public.auth_permission VALUES (467, 'Can add definition question', 116, 'add_definitionquestion');
INSERT INTO public.auth_permission VALUES (468, 'Can change definition question', 116, 'change_definitionquestion');
INSERT INTO public.auth_permission VALUES (469, 'Can delete definition question', 116, 'delete_definitionquestion');
INSERT INTO public.auth_permission VALUES (470, 'Can view definition question', 116, 'view_definitionquestion');
INSERT INTO public.auth_permission VALUES (471, 'Can add grounding count', 117, 'add_groundingcount');
INSERT INTO public.auth_permission VALUES (472, 'Can change grounding count', 117, 'change_groundingcount');
INSERT INTO public.auth_permission VALUES (473, 'Can delete grounding count', 117, 'delete_groundingcount');
INSERT INTO public.auth_permission VALUES (474, 'Can view grounding count', 117, 'view_groundingcount');
INSERT INTO public.auth_permission VALUES (475, 'Can add source alarm', 118, 'add_sourcealarm');
INSERT INTO public.auth_permission VALUES (476, 'Can change source alarm', 118, 'change_sourcealarm');
INSERT INTO public.auth_permission VALUES (477, 'Can delete source alarm', 118, 'delete_sourcealarm');
INSERT INTO public.auth_permission VALUES (478, 'Can view source alarm', 118, 'view_sourcealarm');
INSERT INTO public.auth_permission VALUES (479, 'Can add model tally', 119, 'add_modeltally');
INSERT INTO public.auth_permission VALUES (480, 'Can change model tally', 119, 'change_modeltally');
INSERT INTO public.auth_permission VALUES (481, 'Can delete model tally', 119, 'delete_modeltally');
INSERT INTO public.auth_permission VALUES (482, 'Can view model tally', 119, 'view_modeltally');
INSERT INTO public.auth_permission VALUES (483, 'Can add replay', 120, 'add_replay');
INSERT INTO public.auth_permission VALUES (484, 'Can change replay', 120, 'change_replay');
INSERT INTO public.auth_permission VALUES (485, 'Can delete replay', 120, 'delete_replay');
INSERT INTO public.auth_permission VALUES (486, 'Can view replay', 120, 'view_replay');
INSERT INTO public.auth_permission VALUES (487, 'Can add replay case', 121, 'add_replaycase');
INSERT INTO public.auth_permission VALUES (488, 'Can change replay case', 121, 'change_replaycase');
INSERT INTO public.auth_permission VALUES (489, 'Can delete replay case', 121, 'delete_replaycase');
INSERT INTO public.auth_permission VALUES (490, 'Can view replay case', 121, 'view_replaycase');
INSERT INTO public.auth_permission VALUES (491, 'Can add broken suggestion', 122, 'add_brokensuggestion');
INSERT INTO public.auth_permission VALUES (492, 'Can change broken suggestion', 122, 'change_brokensuggestion');
INSERT INTO public.auth_permission VALUES (493, 'Can delete broken suggestion', 122, 'delete_brokensuggestion');
INSERT INTO public.auth_permission VALUES (494, 'Can view broken suggestion', 122, 'view_brokensuggestion');
INSERT INTO public.auth_permission VALUES (495, 'Can add broken taken back', 123, 'add_brokentakenback');
INSERT INTO public.auth_permission VALUES (496, 'Can change broken taken back', 123, 'change_brokentakenback');
INSERT INTO public.auth_permission VALUES (497, 'Can delete broken taken back', 123, 'delete_brokentakenback');
INSERT INTO public.auth_permission VALUES (498, 'Can view broken taken back', 123, 'view_brokentakenback');
INSERT INTO public.auth_permission VALUES (500, 'Can change tallied', 124, 'change_tallied');
INSERT INTO public.auth_permission VALUES (501, 'Can delete tallied', 124, 'delete_tallied');
INSERT INTO public.auth_permission VALUES (502, 'Can view tallied', 124, 'view_tallied');
INSERT INTO public.auth_permission VALUES (503, 'Can add decision tally', 125, 'add_decisiontally');
INSERT INTO public.auth_permission VALUES (504, 'Can change decision tally', 125, 'change_decisiontally');
INSERT INTO public.auth_permission VALUES (505, 'Can delete decision tally', 125, 'delete_decisiontally');
INSERT INTO public.auth_permission VALUES (506, 'Can view decision tally', 125, 'view_decisiontally');
INSERT INTO public.auth_permission VALUES (507, 'Can add signal tally', 126, 'add_signaltally');
INSERT INTO public.auth_permission VALUES (508, 'Can change signal tally', 126, 'change_signaltally');
INSERT INTO public.auth_permission VALUES (509, 'Can delete signal tally', 126, 'delete_signaltally');
INSERT INTO public.auth_permission VALUES (510, 'Can view signal tally', 126, 'view_signaltally');
INSERT INTO public.auth_permission VALUES (511, 'Can add mining run', 127, 'add_miningrun');
INSERT INTO public.auth_permission VALUES (512, 'Can change mining run', 127, 'change_miningrun');
INSERT INTO public.auth_permission VALUES (513, 'Can delete mining run', 127, 'delete_miningrun');
INSERT INTO public.auth_permission VALUES (514, 'Can view mining run', 127, 'view_miningrun');
INSERT INTO public.auth_permission VALUES (515, 'Can add pattern', 128, 'add_pattern');
INSERT INTO public.auth_permission VALUES (516, 'Can change pattern', 128, 'change_pattern');
INSERT INTO public.auth_permission VALUES (517, 'Can delete pattern', 128, 'delete_pattern');
INSERT INTO public.auth_permission VALUES (518, 'Can view pattern', 128, 'view_pattern');
INSERT INTO public.auth_permission VALUES (519, 'Can add finding', 129, 'add_finding');
INSERT INTO public.auth_permission VALUES (520, 'Can change finding', 129, 'change_finding');
INSERT INTO public.auth_permission VALUES (521, 'Can delete finding', 129, 'delete_finding');
INSERT INTO public.auth_permission VALUES (522, 'Can view finding', 129, 'view_finding');
INSERT INTO public.auth_permission VALUES (523, 'Can add mining part', 130, 'add_miningpart');
INSERT INTO public.auth_permission VALUES (524, 'Can change mining part', 130, 'change_miningpart');
INSERT INTO public.auth_permission VALUES (525, 'Can delete mining part', 130, 'delete_miningpart');
INSERT INTO public.auth_permission VALUES (526, 'Can view mining part', 130, 'view_miningpart');
INSERT INTO public.auth_permission VALUES (527, 'Can add finding step', 131, 'add_findingstep');
INSERT INTO public.auth_permission VALUES (528, 'Can change finding step', 131, 'change_findingstep');
INSERT INTO public.auth_permission VALUES (529, 'Can delete finding step', 131, 'delete_findingstep');
INSERT INTO public.auth_permission VALUES (530, 'Can view finding step', 131, 'view_findingstep');
INSERT INTO public.auth_permission VALUES (531, 'Can add fix', 132, 'add_fix');
INSERT INTO public.auth_permission VALUES (532, 'Can change fix', 132, 'change_fix');
INSERT INTO public.auth_permission VALUES (533, 'Can delete fix', 132, 'delete_fix');
INSERT INTO public.auth_permission VALUES (534, 'Can view fix', 132, 'view_fix');
INSERT INTO public.auth_permission VALUES (535, 'Can add effect', 133, 'add_effect');
INSERT INTO public.auth_permission VALUES (536, 'Can change effect', 133, 'change_effect');
INSERT INTO public.auth_permission VALUES (537, 'Can delete effect', 133, 'delete_effect');
INSERT INTO public.auth_permission VALUES (538, 'Can view effect', 133, 'view_effect');
INSERT INTO public.auth_permission VALUES (539, 'Can add note grouping', 134, 'add_notegrouping');
INSERT INTO public.auth_permission VALUES (540, 'Can change note grouping', 134, 'change_notegrouping');
INSERT INTO public.auth_permission VALUES (541, 'Can delete note grouping', 134, 'delete_notegrouping');
INSERT INTO public.auth_permission VALUES (542, 'Can view note grouping', 134, 'view_notegrouping');
INSERT INTO public.auth_permission VALUES (543, 'Can add note group', 135, 'add_notegroup');
INSERT INTO public.auth_permission VALUES (544, 'Can change note group', 135, 'change_notegroup');
INSERT INTO public.auth_permission VALUES (545, 'Can delete note group', 135, 'delete_notegroup');
INSERT INTO public.auth_permission VALUES (546, 'Can view note group', 135, 'view_notegroup');
INSERT INTO public.auth_permission VALUES (547, 'Can add note label', 136, 'add_notelabel');
INSERT INTO public.auth_permission VALUES (548, 'Can change note label', 136, 'change_notelabel');
INSERT INTO public.auth_permission VALUES (549, 'Can delete note label', 136, 'delete_notelabel');
INSERT INTO public.auth_permission VALUES (550, 'Can view note label', 136, 'view_notelabel');
INSERT INTO public.auth_permission VALUES (551, 'Can add note day', 137, 'add_noteday');
INSERT INTO public.auth_permission VALUES (552, 'Can change note day', 137, 'change_noteday');
INSERT INTO public.auth_permission VALUES (553, 'Can delete note day', 137, 'delete_noteday');
INSERT INTO public.auth_permission VALUES (554, 'Can view note day', 137, 'view_noteday');
INSERT INTO public.auth_permission VALUES (555, 'Can add note look', 138, 'add_notelook');
INSERT INTO public.auth_permission VALUES (556, 'Can change note look', 138, 'change_notelook');
INSERT INTO public.auth_permission VALUES (557, 'Can delete note look', 138, 'delete_notelook');
INSERT INTO public.auth_permission VALUES (558, 'Can view note look', 138, 'view_notelook');
INSERT INTO public.auth_permission VALUES (559, 'Can add sharp note', 139, 'add_sharpnote');
INSERT INTO public.auth_permission VALUES (560, 'Can change sharp note', 139, 'change_sharpnote');
INSERT INTO public.auth_permission VALUES (561, 'Can delete sharp note', 139, 'delete_sharpnote');
INSERT INTO public.auth_permission VALUES (562, 'Can view sharp note', 139, 'view_sharpnote');
INSERT INTO public.auth_permission VALUES (563, 'Can add week report', 140, 'add_weekreport');
INSERT INTO public.auth_permission VALUES (564, 'Can change week report', 140, 'change_weekreport');
INSERT INTO public.auth_permission VALUES (565, 'Can delete week report', 140, 'delete_weekreport');
INSERT INTO public.auth_permission VALUES (566, 'Can view week report', 140, 'view_weekreport');
INSERT INTO public.auth_permission VALUES (567, 'Can add finding tally', 141, 'add_findingtally');
INSERT INTO public.auth_permission VALUES (568, 'Can change finding tally', 141, 'change_findingtally');
INSERT INTO public.auth_permission VALUES (569, 'Can delete finding tally', 141, 'delete_findingtally');
INSERT INTO public.auth_permission VALUES (570, 'Can view finding tally', 141, 'view_findingtally');
INSERT INTO public.core_partitioned VALUES ('audit_entry');
INSERT INTO public.core_partitioned VALUES ('delivery_attempt');
INSERT INTO public.core_partitioned VALUES ('measures_decisionfacts');
INSERT INTO public.core_partitioned VALUES ('measures_worksignal');
INSERT INTO public.django_content_type VALUES (1, 'auth', 'permission');
INSERT INTO public.django_content_type VALUES (2, 'auth', 'group');
INSERT INTO public.django_content_type VALUES (3, 'contenttypes', 'contenttype');
INSERT INTO public.django_content_type VALUES (4, 'sessions', 'session');
INSERT INTO public.django_content_type VALUES (5, 'account', 'emailaddress');
INSERT INTO public.django_content_type VALUES (6, 'account', 'emailconfirmation');
INSERT INTO public.django_content_type VALUES (7, 'mfa', 'authenticator');
INSERT INTO public.django_content_type VALUES (8, 'guardian', 'groupobjectpermission');
INSERT INTO public.django_content_type VALUES (9, 'guardian', 'userobjectpermission');
INSERT INTO public.django_content_type VALUES (10, 'core', 'progress');
INSERT INTO public.django_content_type VALUES (11, 'core', 'subjectkey');
INSERT INTO public.django_content_type VALUES (12, 'core', 'idempotentrequest');
INSERT INTO public.django_content_type VALUES (13, 'core', 'heartbeat');
INSERT INTO public.django_content_type VALUES (14, 'audit', 'entry');
INSERT INTO public.django_content_type VALUES (15, 'audit', 'position');
INSERT INTO public.django_content_type VALUES (16, 'accounts', 'actor');
INSERT INTO public.django_content_type VALUES (17, 'accounts', 'organisation');
INSERT INTO public.django_content_type VALUES (18, 'accounts', 'user');
INSERT INTO public.django_content_type VALUES (19, 'accounts', 'apikey');
INSERT INTO public.django_content_type VALUES (20, 'accounts', 'roleassignment');
INSERT INTO public.django_content_type VALUES (21, 'accounts', 'machineclient');
INSERT INTO public.django_content_type VALUES (22, 'accounts', 'grantterm');
INSERT INTO public.django_content_type VALUES (23, 'accounts', 'workingtime');
INSERT INTO public.django_content_type VALUES (24, 'accounts', 'grantchange');
INSERT INTO public.django_content_type VALUES (25, 'accounts', 'timeaway');
INSERT INTO public.django_content_type VALUES (26, 'accounts', 'personchange');
INSERT INTO public.django_content_type VALUES (27, 'accounts', 'breakglass');
INSERT INTO public.django_content_type VALUES (28, 'accounts', 'delegation');
INSERT INTO public.django_content_type VALUES (29, 'accounts', 'standin');
INSERT INTO public.django_content_type VALUES (30, 'registry', 'aisystem');
INSERT INTO public.django_content_type VALUES (31, 'registry', 'outcomecode');
INSERT INTO public.django_content_type VALUES (32, 'registry', 'authoritylimit');
INSERT INTO public.django_content_type VALUES (33, 'registry', 'posture');
INSERT INTO public.django_content_type VALUES (34, 'registry', 'reasonset');
INSERT INTO public.django_content_type VALUES (35, 'registry', 'reason');
INSERT INTO public.django_content_type VALUES (36, 'registry', 'sourcesystem');
INSERT INTO public.django_content_type VALUES (37, 'registry', 'pause');
INSERT INTO public.django_content_type VALUES (38, 'registry', 'autonomy');
INSERT INTO public.django_content_type VALUES (39, 'registry', 'contextcontract');
INSERT INTO public.django_content_type VALUES (40, 'registry', 'contractdraft');
INSERT INTO public.django_content_type VALUES (41, 'registry', 'contracttrial');
INSERT INTO public.django_content_type VALUES (42, 'registry', 'modellineup');
INSERT INTO public.django_content_type VALUES (43, 'registry', 'absence');
INSERT INTO public.django_content_type VALUES (44, 'registry', 'ownershipoffer');
INSERT INTO public.django_content_type VALUES (45, 'registry', 'posturedraft');
INSERT INTO public.django_content_type VALUES (46, 'registry', 'pausespan');
INSERT INTO public.django_content_type VALUES (47, 'registry', 'reasonchange');
INSERT INTO public.django_content_type VALUES (48, 'intake', 'case');
INSERT INTO public.django_content_type VALUES (49, 'intake', 'contextsnapshot');
INSERT INTO public.django_content_type VALUES (50, 'intake', 'protectedfact');
INSERT INTO public.django_content_type VALUES (51, 'intake', 'subject');
INSERT INTO public.django_content_type VALUES (52, 'intake', 'recommendation');
INSERT INTO public.django_content_type VALUES (53, 'intake', 'factchange');
INSERT INTO public.django_content_type VALUES (54, 'intake', 'evidence');
INSERT INTO public.django_content_type VALUES (55, 'intake', 'evidencepage');
INSERT INTO public.django_content_type VALUES (56, 'intake', 'unseenrecommendation');
INSERT INTO public.django_content_type VALUES (57, 'policy', 'policyversion');
INSERT INTO public.django_content_type VALUES (58, 'policy', 'verdict');
INSERT INTO public.django_content_type VALUES (59, 'policy', 'phantomverdict');
INSERT INTO public.django_content_type VALUES (60, 'policy', 'shadowrun');
INSERT INTO public.django_content_type VALUES (61, 'policy', 'segmentset');
INSERT INTO public.django_content_type VALUES (62, 'reviews', 'decision');
INSERT INTO public.django_content_type VALUES (63, 'reviews', 'inbox');
INSERT INTO public.django_content_type VALUES (64, 'reviews', 'overridereason');
INSERT INTO public.django_content_type VALUES (65, 'reviews', 'release');
INSERT INTO public.django_content_type VALUES (66, 'reviews', 'reviewitem');
INSERT INTO public.django_content_type VALUES (67, 'reviews', 'itemreason');
INSERT INTO public.django_content_type VALUES (68, 'reviews', 'escalation');
INSERT INTO public.django_content_type VALUES (69, 'reviews', 'draft');
INSERT INTO public.django_content_type VALUES (70, 'reviews', 'claim');
INSERT INTO public.django_content_type VALUES (71, 'reviews', 'withdrawal');
INSERT INTO public.django_content_type VALUES (72, 'reviews', 'policytarget');
INSERT INTO public.django_content_type VALUES (73, 'reviews', 'reversalrun');
INSERT INTO public.django_content_type VALUES (74, 'reviews', 'reversalline');
INSERT INTO public.django_content_type VALUES (75, 'reviews', 'factcorrection');
INSERT INTO public.django_content_type VALUES (76, 'reviews', 'firstview');
INSERT INTO public.django_content_type VALUES (77, 'reviews', 'followup');
INSERT INTO public.django_content_type VALUES (78, 'reviews', 'savedview');
INSERT INTO public.django_content_type VALUES (79, 'reviews', 'question');
INSERT INTO public.django_content_type VALUES (80, 'reviews', 'reversalrequest');
INSERT INTO public.django_content_type VALUES (81, 'reviews', 'capacity');
INSERT INTO public.django_content_type VALUES (82, 'reviews', 'evidencemark');
INSERT INTO public.django_content_type VALUES (83, 'reviews', 'explanation');
INSERT INTO public.django_content_type VALUES (84, 'reviews', 'inboxday');
INSERT INTO public.django_content_type VALUES (85, 'reviews', 'itemstay');
INSERT INTO public.django_content_type VALUES (86, 'reviews', 'secondreview');
INSERT INTO public.django_content_type VALUES (87, 'reviews', 'learningnote');
INSERT INTO public.django_content_type VALUES (88, 'reviews', 'approval');
INSERT INTO public.django_content_type VALUES (89, 'reviews', 'appeal');
INSERT INTO public.django_content_type VALUES (90, 'reviews', 'contestlink');
INSERT INTO public.django_content_type VALUES (91, 'reviews', 'onetimeauthority');
INSERT INTO public.django_content_type VALUES (92, 'reviews', 'relation');
INSERT INTO public.django_content_type VALUES (93, 'reviews', 'knownanswer');
INSERT INTO public.django_content_type VALUES (94, 'reviews', 'practice');
INSERT INTO public.django_content_type VALUES (95, 'reviews', 'skill');
INSERT INTO public.django_content_type VALUES (96, 'reviews', 'skillasked');
INSERT INTO public.django_content_type VALUES (97, 'reviews', 'skillterm');
INSERT INTO public.django_content_type VALUES (98, 'reviews', 'rotaday');
INSERT INTO public.django_content_type VALUES (99, 'reviews', 'principalreason');
INSERT INTO public.django_content_type VALUES (100, 'reviews', 'recourseterms');
INSERT INTO public.django_content_type VALUES (101, 'delivery', 'attempt');
INSERT INTO public.django_content_type VALUES (102, 'delivery', 'delivery');
INSERT INTO public.django_content_type VALUES (103, 'delivery', 'receipt');
INSERT INTO public.django_content_type VALUES (104, 'delivery', 'answerdelivery');
INSERT INTO public.django_content_type VALUES (105, 'notify', 'notification');
INSERT INTO public.django_content_type VALUES (106, 'notify', 'digest');
INSERT INTO public.django_content_type VALUES (107, 'measures', 'decisionfacts');
INSERT INTO public.django_content_type VALUES (108, 'measures', 'worksignal');
INSERT INTO public.django_content_type VALUES (109, 'measures', 'calibration');
INSERT INTO public.django_content_type VALUES (110, 'measures', 'calibrationbin');
INSERT INTO public.django_content_type VALUES (111, 'measures', 'measurement');
INSERT INTO public.django_content_type VALUES (112, 'measures', 'outcome');
INSERT INTO public.django_content_type VALUES (113, 'measures', 'modelversion');
INSERT INTO public.django_content_type VALUES (114, 'measures', 'contextcount');
INSERT INTO public.django_content_type VALUES (115, 'measures', 'contextrepair');
INSERT INTO public.django_content_type VALUES (116, 'measures', 'definitionquestion');
INSERT INTO public.django_content_type VALUES (117, 'measures', 'groundingcount');
INSERT INTO public.django_content_type VALUES (118, 'measures', 'sourcealarm');
INSERT INTO public.django_content_type VALUES (119, 'measures', 'modeltally');
INSERT INTO public.django_content_type VALUES (120, 'measures', 'replay');
INSERT INTO public.django_content_type VALUES (121, 'measures', 'replaycase');
INSERT INTO public.django_content_type VALUES (122, 'measures', 'brokensuggestion');
INSERT INTO public.django_content_type VALUES (123, 'measures', 'brokentakenback');
INSERT INTO public.django_content_type VALUES (124, 'measures', 'tallied');
INSERT INTO public.django_content_type VALUES (125, 'measures', 'decisiontally');
INSERT INTO public.django_content_type VALUES (126, 'measures', 'signaltally');
INSERT INTO public.django_content_type VALUES (127, 'learning', 'miningrun');
INSERT INTO public.django_content_type VALUES (128, 'learning', 'pattern');
INSERT INTO public.django_content_type VALUES (129, 'learning', 'finding');
INSERT INTO public.django_content_type VALUES (130, 'learning', 'miningpart');
INSERT INTO public.django_content_type VALUES (131, 'learning', 'findingstep');
INSERT INTO public.django_content_type VALUES (132, 'learning', 'fix');
INSERT INTO public.django_content_type VALUES (133, 'learning', 'effect');
INSERT INTO public.django_content_type VALUES (134, 'learning', 'notegrouping');
INSERT INTO public.django_content_type VALUES (135, 'learning', 'notegroup');
INSERT INTO public.django_content_type VALUES (136, 'learning', 'notelabel');
INSERT INTO public.django_content_type VALUES (137, 'learning', 'noteday');
INSERT INTO public.django_content_type VALUES (138, 'learning', 'notelook');
INSERT INTO public.django_content_type VALUES (139, 'learning', 'sharpnote');
INSERT INTO public.django_content_type VALUES (140, 'learning', 'weekreport');
INSERT INTO public.django_content_type VALUES (141, 'learning', 'findingtally');
INSERT INTO public.django_migrations VALUES (1, 'core', '0001_roles_and_partitions', now());
INSERT INTO public.django_migrations VALUES (2, 'contenttypes', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (3, 'contenttypes', '0002_remove_content_type_name', now());
INSERT INTO public.django_migrations VALUES (4, 'auth', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (5, 'auth', '0002_alter_permission_name_max_length', now());
INSERT INTO public.django_migrations VALUES (6, 'auth', '0003_alter_user_email_max_length', now());
INSERT INTO public.django_migrations VALUES (7, 'auth', '0004_alter_user_username_opts', now());
INSERT INTO public.django_migrations VALUES (8, 'auth', '0005_alter_user_last_login_null', now());
INSERT INTO public.django_migrations VALUES (9, 'auth', '0006_require_contenttypes_0002', now());
INSERT INTO public.django_migrations VALUES (10, 'auth', '0007_alter_validators_add_error_messages', now());
INSERT INTO public.django_migrations VALUES (11, 'auth', '0008_alter_user_username_max_length', now());
INSERT INTO public.django_migrations VALUES (12, 'auth', '0009_alter_user_last_name_max_length', now());
INSERT INTO public.django_migrations VALUES (13, 'auth', '0010_alter_group_name_max_length', now());
INSERT INTO public.django_migrations VALUES (14, 'auth', '0011_update_proxy_permissions', now());
INSERT INTO public.django_migrations VALUES (15, 'auth', '0012_alter_user_first_name_max_length', now());
INSERT INTO public.django_migrations VALUES (16, 'accounts', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (17, 'account', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (18, 'account', '0002_email_max_length', now());
INSERT INTO public.django_migrations VALUES (19, 'account', '0003_alter_emailaddress_create_unique_verified_email', now());
INSERT INTO public.django_migrations VALUES (20, 'account', '0004_alter_emailaddress_drop_unique_email', now());
INSERT INTO public.django_migrations VALUES (21, 'account', '0005_emailaddress_idx_upper_email', now());
INSERT INTO public.django_migrations VALUES (22, 'account', '0006_emailaddress_lower', now());
INSERT INTO public.django_migrations VALUES (23, 'account', '0007_emailaddress_idx_email', now());
INSERT INTO public.django_migrations VALUES (24, 'account', '0008_emailaddress_unique_primary_email_fixup', now());
INSERT INTO public.django_migrations VALUES (25, 'account', '0009_emailaddress_unique_primary_email', now());
INSERT INTO public.django_migrations VALUES (26, 'accounts', '0002_preferences', now());
INSERT INTO public.django_migrations VALUES (27, 'accounts', '0003_working_time', now());
INSERT INTO public.django_migrations VALUES (28, 'accounts', '0004_mails', now());
INSERT INTO public.django_migrations VALUES (29, 'accounts', '0005_own_keys', now());
INSERT INTO public.django_migrations VALUES (30, 'accounts', '0006_memberships', now());
INSERT INTO public.django_migrations VALUES (31, 'accounts', '0007_stand_ins', now());
INSERT INTO public.django_migrations VALUES (32, 'accounts', '0008_person_changes', now());
INSERT INTO public.django_migrations VALUES (33, 'accounts', '0009_delegations', now());
INSERT INTO public.django_migrations VALUES (34, 'accounts', '0010_delegations_hold', now());
INSERT INTO public.django_migrations VALUES (35, 'accounts', '0011_recorded_decisions', now());
INSERT INTO public.django_migrations VALUES (36, 'accounts', '0012_mailboxes_are_found', now());
INSERT INTO public.django_migrations VALUES (37, 'core', '0002_initial', now());
INSERT INTO public.django_migrations VALUES (38, 'audit', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (39, 'audit', '0002_append_only', now());
INSERT INTO public.django_migrations VALUES (40, 'core', '0003_heartbeat', now());
INSERT INTO public.django_migrations VALUES (41, 'core', '0004_what_stays', now());
INSERT INTO public.django_migrations VALUES (42, 'registry', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (43, 'intake', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (44, 'policy', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (45, 'reviews', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (46, 'reviews', '0002_append_only', now());
INSERT INTO public.django_migrations VALUES (47, 'reviews', '0003_came_back', now());
INSERT INTO public.django_migrations VALUES (48, 'intake', '0002_append_only', now());
INSERT INTO public.django_migrations VALUES (49, 'intake', '0003_search_by_reference', now());
INSERT INTO public.django_migrations VALUES (50, 'intake', '0004_facts_change', now());
INSERT INTO public.django_migrations VALUES (51, 'reviews', '0004_facts_change', now());
INSERT INTO public.django_migrations VALUES (52, 'registry', '0002_contract_drafts', now());
INSERT INTO public.django_migrations VALUES (53, 'registry', '0003_line_ups', now());
INSERT INTO public.django_migrations VALUES (54, 'policy', '0002_append_only', now());
INSERT INTO public.django_migrations VALUES (55, 'policy', '0003_facts_change', now());
INSERT INTO public.django_migrations VALUES (56, 'intake', '0005_evidence', now());
INSERT INTO public.django_migrations VALUES (57, 'intake', '0006_sources_of_facts', now());
INSERT INTO public.django_migrations VALUES (58, 'intake', '0007_line_ups', now());
INSERT INTO public.django_migrations VALUES (59, 'policy', '0004_life_of_a_version', now());
INSERT INTO public.django_migrations VALUES (60, 'reviews', '0005_policy_targets', now());
INSERT INTO public.django_migrations VALUES (61, 'reviews', '0006_questions_for_facts', now());
INSERT INTO public.django_migrations VALUES (62, 'reviews', '0007_one_index_is_enough', now());
INSERT INTO public.django_migrations VALUES (63, 'registry', '0004_postures_and_owners', now());
INSERT INTO public.django_migrations VALUES (64, 'reviews', '0008_reversal_runs', now());
INSERT INTO public.django_migrations VALUES (65, 'reviews', '0009_held_by_a_pause', now());
INSERT INTO public.django_migrations VALUES (66, 'registry', '0005_language_of_the_ai', now());
INSERT INTO public.django_migrations VALUES (67, 'registry', '0006_pauses_of_parts', now());
INSERT INTO public.django_migrations VALUES (68, 'reviews', '0010_reasons_and_corrections', now());
INSERT INTO public.django_migrations VALUES (69, 'intake', '0008_evidence_before_its_case', now());
INSERT INTO public.django_migrations VALUES (70, 'intake', '0009_snapshots_as_they_are', now());
INSERT INTO public.django_migrations VALUES (71, 'reviews', '0011_first_views', now());
INSERT INTO public.django_migrations VALUES (72, 'registry', '0007_second_looks', now());
INSERT INTO public.django_migrations VALUES (73, 'reviews', '0012_follow_ups_and_later', now());
INSERT INTO public.django_migrations VALUES (74, 'reviews', '0013_lists', now());
INSERT INTO public.django_migrations VALUES (75, 'reviews', '0014_skipped', now());
INSERT INTO public.django_migrations VALUES (76, 'reviews', '0015_assigned', now());
INSERT INTO public.django_migrations VALUES (77, 'reviews', '0016_questions_to_people', now());
INSERT INTO public.django_migrations VALUES (78, 'reviews', '0017_reversal_requests', now());
INSERT INTO public.django_migrations VALUES (79, 'reviews', '0018_items_that_are_gone', now());
INSERT INTO public.django_migrations VALUES (80, 'reviews', '0019_holds_that_ran_out', now());
INSERT INTO public.django_migrations VALUES (81, 'reviews', '0020_capacity', now());
INSERT INTO public.django_migrations VALUES (82, 'registry', '0008_segments_by_people', now());
INSERT INTO public.django_migrations VALUES (83, 'intake', '0010_search_by_trigrams', now());
INSERT INTO public.django_migrations VALUES (84, 'intake', '0011_fewer_indexes', now());
INSERT INTO public.django_migrations VALUES (85, 'reviews', '0021_indexes_of_few', now());
INSERT INTO public.django_migrations VALUES (86, 'reviews', '0022_evidence_marks', now());
INSERT INTO public.django_migrations VALUES (87, 'reviews', '0023_explanations', now());
INSERT INTO public.django_migrations VALUES (88, 'reviews', '0024_ladder', now());
INSERT INTO public.django_migrations VALUES (89, 'reviews', '0025_stays', now());
INSERT INTO public.django_migrations VALUES (90, 'reviews', '0026_second_reviews', now());
INSERT INTO public.django_migrations VALUES (91, 'reviews', '0027_learning_notes', now());
INSERT INTO public.django_migrations VALUES (92, 'reviews', '0028_rota', now());
INSERT INTO public.django_migrations VALUES (93, 'registry', '0009_explanations', now());
INSERT INTO public.django_migrations VALUES (94, 'registry', '0010_limits_of_people', now());
INSERT INTO public.django_migrations VALUES (95, 'reviews', '0029_held_decisions', now());
INSERT INTO public.django_migrations VALUES (96, 'policy', '0005_first_views', now());
INSERT INTO public.django_migrations VALUES (97, 'policy', '0006_segment_sets', now());
INSERT INTO public.django_migrations VALUES (98, 'reviews', '0030_a_second_person', now());
INSERT INTO public.django_migrations VALUES (99, 'reviews', '0031_appeals', now());
INSERT INTO public.django_migrations VALUES (100, 'reviews', '0032_authority_once_and_relations', now());
INSERT INTO public.django_migrations VALUES (101, 'reviews', '0033_nobody_on_their_own', now());
INSERT INTO public.django_migrations VALUES (102, 'reviews', '0034_known_answers', now());
INSERT INTO public.django_migrations VALUES (103, 'reviews', '0035_under_delegation', now());
INSERT INTO public.django_migrations VALUES (104, 'reviews', '0036_nobody_by_delegation', now());
INSERT INTO public.django_migrations VALUES (105, 'registry', '0011_limits_end_with_a_reason', now());
INSERT INTO public.django_migrations VALUES (106, 'reviews', '0037_authority_to_approve', now());
INSERT INTO public.django_migrations VALUES (107, 'reviews', '0038_skills_and_days', now());
INSERT INTO public.django_migrations VALUES (108, 'reviews', '0039_what_is_said_of_relations', now());
INSERT INTO public.django_migrations VALUES (109, 'registry', '0012_principal_reasons', now());
INSERT INTO public.django_migrations VALUES (110, 'reviews', '0040_principal_reasons', now());
INSERT INTO public.django_migrations VALUES (111, 'delivery', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (112, 'delivery', '0002_append_only', now());
INSERT INTO public.django_migrations VALUES (113, 'delivery', '0003_unsettled', now());
INSERT INTO public.django_migrations VALUES (114, 'delivery', '0004_filled_in', now());
INSERT INTO public.django_migrations VALUES (115, 'delivery', '0005_answers_to_appeals', now());
INSERT INTO public.django_migrations VALUES (116, 'guardian', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (117, 'guardian', '0002_generic_permissions_index', now());
INSERT INTO public.django_migrations VALUES (118, 'guardian', '0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more', now());
INSERT INTO public.django_migrations VALUES (119, 'registry', '0013_reason_changes', now());
INSERT INTO public.django_migrations VALUES (120, 'registry', '0014_what_stays', now());
INSERT INTO public.django_migrations VALUES (121, 'intake', '0012_terms_of_a_case', now());
INSERT INTO public.django_migrations VALUES (122, 'intake', '0013_looked_at_when_much_is_new', now());
INSERT INTO public.django_migrations VALUES (123, 'intake', '0014_snapshots_are_not_asked_for_their_recommendation', now());
INSERT INTO public.django_migrations VALUES (124, 'intake', '0015_keys_to_what_stays', now());
INSERT INTO public.django_migrations VALUES (125, 'reviews', '0041_nobody_looks_for_another', now());
INSERT INTO public.django_migrations VALUES (126, 'reviews', '0042_recourse_terms', now());
INSERT INTO public.django_migrations VALUES (127, 'measures', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (128, 'measures', '0002_append_only', now());
INSERT INTO public.django_migrations VALUES (129, 'measures', '0003_model_versions', now());
INSERT INTO public.django_migrations VALUES (130, 'measures', '0004_context_quality', now());
INSERT INTO public.django_migrations VALUES (131, 'measures', '0005_model_tallies', now());
INSERT INTO public.django_migrations VALUES (132, 'measures', '0006_replays', now());
INSERT INTO public.django_migrations VALUES (133, 'measures', '0007_first_views', now());
INSERT INTO public.django_migrations VALUES (134, 'measures', '0008_broken_suggestions', now());
INSERT INTO public.django_migrations VALUES (135, 'measures', '0009_replays_in_random_order', now());
INSERT INTO public.django_migrations VALUES (136, 'measures', '0010_broken_taken_back', now());
INSERT INTO public.django_migrations VALUES (137, 'measures', '0011_truth_by_segment', now());
INSERT INTO public.django_migrations VALUES (138, 'learning', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (139, 'learning', '0002_append_only', now());
INSERT INTO public.django_migrations VALUES (140, 'learning', '0003_runs_in_parts', now());
INSERT INTO public.django_migrations VALUES (141, 'learning', '0004_finding_to_effect', now());
INSERT INTO public.django_migrations VALUES (142, 'learning', '0005_note_groups', now());
INSERT INTO public.django_migrations VALUES (143, 'learning', '0006_daily_notes', now());
INSERT INTO public.django_migrations VALUES (144, 'learning', '0007_targets_and_files', now());
INSERT INTO public.django_migrations VALUES (145, 'learning', '0008_week_reports', now());
INSERT INTO public.django_migrations VALUES (146, 'learning', '0009_recent_weeks', now());
INSERT INTO public.django_migrations VALUES (147, 'learning', '0010_watched', now());
INSERT INTO public.django_migrations VALUES (148, 'learning', '0011_finding_tallies', now());
INSERT INTO public.django_migrations VALUES (149, 'learning', '0012_weeks_of_patterns', now());
INSERT INTO public.django_migrations VALUES (150, 'learning', '0013_names_of_notes', now());
INSERT INTO public.django_migrations VALUES (151, 'measures', '0012_the_whole_decision', now());
INSERT INTO public.django_migrations VALUES (152, 'measures', '0013_insight_tallies', now());
INSERT INTO public.django_migrations VALUES (153, 'measures', '0014_known_in_tallies', now());
INSERT INTO public.django_migrations VALUES (154, 'measures', '0015_bounded_in_tallies', now());
INSERT INTO public.django_migrations VALUES (155, 'measures', '0016_arrived_in_tallies', now());
INSERT INTO public.django_migrations VALUES (156, 'measures', '0017_signals_by_item', now());
INSERT INTO public.django_migrations VALUES (157, 'measures', '0018_tallies_by_model_version', now());
INSERT INTO public.django_migrations VALUES (158, 'measures', '0019_overrides_by_time', now());
INSERT INTO public.django_migrations VALUES (159, 'mfa', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (160, 'mfa', '0002_authenticator_timestamps', now());
INSERT INTO public.django_migrations VALUES (161, 'mfa', '0003_authenticator_type_uniq', now());
INSERT INTO public.django_migrations VALUES (162, 'notify', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (163, 'notify', '0002_new_ones', now());
INSERT INTO public.django_migrations VALUES (164, 'notify', '0003_digests', now());
INSERT INTO public.django_migrations VALUES (165, 'notify', '0004_weekly', now());
INSERT INTO public.django_migrations VALUES (166, 'policy', '0007_looked_at_when_much_is_new', now());
INSERT INTO public.django_migrations VALUES (167, 'policy', '0008_keys_to_what_stays', now());
INSERT INTO public.django_migrations VALUES (168, 'reviews', '0043_notes_by_time', now());
INSERT INTO public.django_migrations VALUES (169, 'reviews', '0044_reasoning_wrong', now());
INSERT INTO public.django_migrations VALUES (170, 'reviews', '0045_keys_to_what_stays', now());
INSERT INTO public.django_migrations VALUES (171, 'sessions', '0001_initial', now());
SELECT pg_catalog.setval('public.account_emailaddress_id_seq', 1, false);
SELECT pg_catalog.setval('public.account_emailconfirmation_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_user_groups_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_user_user_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_permission_id_seq', 570, true);
SELECT pg_catalog.setval('public.django_content_type_id_seq', 141, true);
SELECT pg_catalog.setval('public.django_migrations_id_seq', 171, true);
SELECT pg_catalog.setval('public.guardian_groupobjectpermission_id_seq', 1, false);
SELECT pg_catalog.setval('public.guardian_userobjectpermission_id_seq', 1, false);
SELECT pg_catalog.setval('public.mfa_authenticator_id_seq', 1, false);
SELECT pg_catalog.setval('public.reviews_draft_id_seq', 1, false);
SELECT pg_catalog.setval('public.reviews_itemstay_id_seq', 1, false);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_actor
    ADD CONSTRAINT accounts_actor_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_apikey
    ADD CONSTRAINT accounts_apikey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_apikey
    ADD CONSTRAINT accounts_apikey_prefix_key UNIQUE (prefix);
ALTER TABLE ONLY public.accounts_breakglass
    ADD CONSTRAINT accounts_breakglass_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_delegation
    ADD CONSTRAINT accounts_delegation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_grantchange
    ADD CONSTRAINT accounts_grantchange_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_grantterm
    ADD CONSTRAINT accounts_grantterm_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_machineclient
    ADD CONSTRAINT accounts_machineclient_actor_id_key UNIQUE (actor_id);
ALTER TABLE ONLY public.accounts_machineclient
    ADD CONSTRAINT accounts_machineclient_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_organisation
    ADD CONSTRAINT accounts_organisation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_organisation
    ADD CONSTRAINT accounts_organisation_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.accounts_personchange
    ADD CONSTRAINT accounts_personchange_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_roleassignment
    ADD CONSTRAINT accounts_roleassignment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_standin
    ADD CONSTRAINT accounts_standin_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_timeaway
    ADD CONSTRAINT accounts_timeaway_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_actor_id_key UNIQUE (actor_id);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_email_key UNIQUE (email);
ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_user_id_group_id_59c0b32f_uniq UNIQUE (user_id, group_id);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_permi_user_id_permission_id_2ab516c2_uniq UNIQUE (user_id, permission_id);
ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_workingtime
    ADD CONSTRAINT accounts_workingtime_organisation_id_key UNIQUE (organisation_id);
ALTER TABLE ONLY public.accounts_workingtime
    ADD CONSTRAINT accounts_workingtime_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_sourcealarm
    ADD CONSTRAINT alarm_once UNIQUE (system_id, fact, source, kind, onset_on);
ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT audit_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_entry_rest
    ADD CONSTRAINT audit_entry_rest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_position
    ADD CONSTRAINT audit_position_entry_id_key UNIQUE (entry_id);
ALTER TABLE ONLY public.audit_position
    ADD CONSTRAINT audit_position_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_autonomy
    ADD CONSTRAINT autonomy_once UNIQUE (system_id, segment);
ALTER TABLE ONLY public.accounts_breakglass
    ADD CONSTRAINT break_glass_number_once UNIQUE (organisation_id, number);
ALTER TABLE ONLY public.measures_brokensuggestion
    ADD CONSTRAINT broken_said_once UNIQUE (recommendation_id, by_pseudonym, again);
ALTER TABLE ONLY public.measures_calibrationbin
    ADD CONSTRAINT calibration_bin_once UNIQUE (system_id, model_version, segment, place);
ALTER TABLE ONLY public.measures_calibration
    ADD CONSTRAINT calibration_once UNIQUE (system_id, model_version, segment);
ALTER TABLE ONLY public.intake_case
    ADD CONSTRAINT case_ref_once UNIQUE (source_id, case_ref);
ALTER TABLE ONLY public.reviews_claim
    ADD CONSTRAINT claim_token_once UNIQUE (item_id, token);
ALTER TABLE ONLY public.measures_contextcount
    ADD CONSTRAINT context_count_once UNIQUE (system_id, day_on, fact, source, kind);
ALTER TABLE ONLY public.registry_contextcontract
    ADD CONSTRAINT contract_number_once UNIQUE (system_id, number);
ALTER TABLE ONLY public.core_cache
    ADD CONSTRAINT core_cache_pkey PRIMARY KEY (cache_key);
ALTER TABLE ONLY public.core_heartbeat
    ADD CONSTRAINT core_heartbeat_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.core_idempotentrequest
    ADD CONSTRAINT core_idempotentrequest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_partitioned
    ADD CONSTRAINT core_partitioned_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.core_progress
    ADD CONSTRAINT core_progress_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.core_subjectkey
    ADD CONSTRAINT core_subjectkey_pkey PRIMARY KEY (subject_id);
ALTER TABLE ONLY public.reviews_factcorrection
    ADD CONSTRAINT corrected_once UNIQUE (decision_id, fact);
ALTER TABLE ONLY public.accounts_delegation
    ADD CONSTRAINT delegation_number_once UNIQUE (organisation_id, number);
ALTER TABLE ONLY public.delivery_answerdelivery
    ADD CONSTRAINT delivery_answerdelivery_appeal_id_key UNIQUE (appeal_id);
ALTER TABLE ONLY public.delivery_answerdelivery
    ADD CONSTRAINT delivery_answerdelivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.delivery_attempt
    ADD CONSTRAINT delivery_attempt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.delivery_attempt_rest
    ADD CONSTRAINT delivery_attempt_rest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.delivery_delivery
    ADD CONSTRAINT delivery_delivery_decision_id_key UNIQUE (decision_id);
ALTER TABLE ONLY public.delivery_delivery
    ADD CONSTRAINT delivery_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.delivery_receipt
    ADD CONSTRAINT delivery_receipt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notify_digest
    ADD CONSTRAINT digest_once UNIQUE (to_id, kind, period);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.learning_effect
    ADD CONSTRAINT effect_look_once UNIQUE (fix_id, look);
ALTER TABLE ONLY public.intake_evidencepage
    ADD CONSTRAINT evidence_page_once UNIQUE (evidence_id, number);
ALTER TABLE ONLY public.intake_evidence
    ADD CONSTRAINT evidence_ref_once UNIQUE (case_id, external_ref);
ALTER TABLE ONLY public.reviews_explanation
    ADD CONSTRAINT explanation_number_once UNIQUE (decision_id, language, number);
ALTER TABLE ONLY public.intake_recommendation
    ADD CONSTRAINT external_id_once UNIQUE (system_id, external_id);
ALTER TABLE ONLY public.reviews_firstview
    ADD CONSTRAINT first_view_once UNIQUE (item_id, by_id);
ALTER TABLE ONLY public.learning_fix
    ADD CONSTRAINT fix_number_once UNIQUE (system_id, number);
ALTER TABLE ONLY public.reviews_followup
    ADD CONSTRAINT follow_up_once UNIQUE (decision_id, kind, due_at);
ALTER TABLE ONLY public.measures_groundingcount
    ADD CONSTRAINT grounding_count_once UNIQUE (system_id, day_on, model_version, prompt_version);
ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobjectperm_group_id_permission_id_o_3f189f7c_uniq UNIQUE (group_id, permission_id, object_pk);
ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobjectpermission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectpermi_user_id_permission_id_ob_b0b3d2fc_uniq UNIQUE (user_id, permission_id, object_pk);
ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectpermission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_inbox
    ADD CONSTRAINT inbox_slug_once UNIQUE (organisation_id, slug);
ALTER TABLE ONLY public.intake_case
    ADD CONSTRAINT intake_case_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.intake_contextsnapshot
    ADD CONSTRAINT intake_contextsnapshot_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.intake_evidence
    ADD CONSTRAINT intake_evidence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.intake_evidencepage
    ADD CONSTRAINT intake_evidencepage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.intake_factchange
    ADD CONSTRAINT intake_factchange_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.intake_factchange
    ADD CONSTRAINT intake_factchange_snapshot_id_key UNIQUE (snapshot_id);
ALTER TABLE ONLY public.intake_protectedfact
    ADD CONSTRAINT intake_protectedfact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.intake_recommendation
    ADD CONSTRAINT intake_recommendation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.intake_subject
    ADD CONSTRAINT intake_subject_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.intake_unseenrecommendation
    ADD CONSTRAINT intake_unseenrecommendation_advised_as_id_key UNIQUE (advised_as_id);
ALTER TABLE ONLY public.intake_unseenrecommendation
    ADD CONSTRAINT intake_unseenrecommendation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.learning_effect
    ADD CONSTRAINT learning_effect_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.learning_finding
    ADD CONSTRAINT learning_finding_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.learning_findingstep
    ADD CONSTRAINT learning_findingstep_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.learning_findingtally
    ADD CONSTRAINT learning_findingtally_finding_id_key UNIQUE (finding_id);
ALTER TABLE ONLY public.learning_findingtally
    ADD CONSTRAINT learning_findingtally_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.learning_fix
    ADD CONSTRAINT learning_fix_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.learning_miningpart
    ADD CONSTRAINT learning_miningpart_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.learning_miningrun
    ADD CONSTRAINT learning_miningrun_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_learningnote
    ADD CONSTRAINT learning_note_once UNIQUE (decision_id, to_id);
ALTER TABLE ONLY public.learning_noteday
    ADD CONSTRAINT learning_noteday_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.learning_notegroup
    ADD CONSTRAINT learning_notegroup_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.learning_notegrouping
    ADD CONSTRAINT learning_notegrouping_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.learning_notelabel
    ADD CONSTRAINT learning_notelabel_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.learning_notelook
    ADD CONSTRAINT learning_notelook_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.learning_pattern
    ADD CONSTRAINT learning_pattern_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.learning_sharpnote
    ADD CONSTRAINT learning_sharpnote_decision_id_key UNIQUE (decision_id);
ALTER TABLE ONLY public.learning_sharpnote
    ADD CONSTRAINT learning_sharpnote_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.learning_weekreport
    ADD CONSTRAINT learning_weekreport_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_modellineup
    ADD CONSTRAINT line_up_number_once UNIQUE (system_id, number);
ALTER TABLE ONLY public.accounts_machineclient
    ADD CONSTRAINT machine_name_once UNIQUE (organisation_id, name);
ALTER TABLE ONLY public.measures_measurement
    ADD CONSTRAINT measurement_once UNIQUE (system_id, measure, period_on);
ALTER TABLE ONLY public.measures_brokensuggestion
    ADD CONSTRAINT measures_brokensuggestion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_brokentakenback
    ADD CONSTRAINT measures_brokentakenback_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_brokentakenback
    ADD CONSTRAINT measures_brokentakenback_report_id_key UNIQUE (report_id);
ALTER TABLE ONLY public.measures_calibration
    ADD CONSTRAINT measures_calibration_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_calibrationbin
    ADD CONSTRAINT measures_calibrationbin_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_contextcount
    ADD CONSTRAINT measures_contextcount_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_contextrepair
    ADD CONSTRAINT measures_contextrepair_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_decisionfacts
    ADD CONSTRAINT measures_decisionfacts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_decisionfacts_rest
    ADD CONSTRAINT measures_decisionfacts_rest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_decisiontally
    ADD CONSTRAINT measures_decisiontally_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_definitionquestion
    ADD CONSTRAINT measures_definitionquestion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_groundingcount
    ADD CONSTRAINT measures_groundingcount_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_measurement
    ADD CONSTRAINT measures_measurement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_modeltally
    ADD CONSTRAINT measures_modeltally_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_modelversion
    ADD CONSTRAINT measures_modelversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_outcome
    ADD CONSTRAINT measures_outcome_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_replay
    ADD CONSTRAINT measures_replay_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_replaycase
    ADD CONSTRAINT measures_replaycase_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_signaltally
    ADD CONSTRAINT measures_signaltally_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_sourcealarm
    ADD CONSTRAINT measures_sourcealarm_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_tallied
    ADD CONSTRAINT measures_tallied_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_tallied
    ADD CONSTRAINT measures_tallied_system_id_key UNIQUE (system_id);
ALTER TABLE ONLY public.measures_worksignal
    ADD CONSTRAINT measures_worksignal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_worksignal_rest
    ADD CONSTRAINT measures_worksignal_rest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.learning_miningpart
    ADD CONSTRAINT mining_part_once UNIQUE (run_id, stage, place);
ALTER TABLE ONLY public.measures_modeltally
    ADD CONSTRAINT model_tally_once UNIQUE (system_id, name, is_seen, said);
ALTER TABLE ONLY public.measures_modelversion
    ADD CONSTRAINT model_version_once UNIQUE (system_id, name);
ALTER TABLE ONLY public.learning_noteday
    ADD CONSTRAINT note_day_once UNIQUE (system_id, "on");
ALTER TABLE ONLY public.learning_notegroup
    ADD CONSTRAINT note_group_place_once UNIQUE (grouping_id, place);
ALTER TABLE ONLY public.learning_notelabel
    ADD CONSTRAINT note_label_number_once UNIQUE (group_id, number);
ALTER TABLE ONLY public.learning_notelook
    ADD CONSTRAINT note_looked_at_once UNIQUE (kind, about_id);
ALTER TABLE ONLY public.learning_notegrouping
    ADD CONSTRAINT notes_grouped_once_a_day UNIQUE (system_id, "on");
ALTER TABLE ONLY public.notify_digest
    ADD CONSTRAINT notify_digest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notify_notification
    ADD CONSTRAINT notify_notification_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_idempotentrequest
    ADD CONSTRAINT one_answer_per_key UNIQUE (principal_id, route, key);
ALTER TABLE ONLY public.reviews_capacity
    ADD CONSTRAINT one_capacity_per_person UNIQUE (inbox_id, person_id);
ALTER TABLE ONLY public.reviews_inboxday
    ADD CONSTRAINT one_day_of_inbox UNIQUE (inbox_id, day_on);
ALTER TABLE ONLY public.reviews_draft
    ADD CONSTRAINT one_draft_each UNIQUE (item_id, by_id);
ALTER TABLE ONLY public.reviews_rotaday
    ADD CONSTRAINT one_rota_day_per_person UNIQUE (inbox_id, person_id, day_on);
ALTER TABLE ONLY public.reviews_skillasked
    ADD CONSTRAINT one_skill_per_segment UNIQUE (inbox_id, system_id, segment);
ALTER TABLE ONLY public.accounts_grantterm
    ADD CONSTRAINT one_term_per_grant UNIQUE (user_id, permission, object_id);
ALTER TABLE ONLY public.registry_outcomecode
    ADD CONSTRAINT outcome_code_once UNIQUE (system_id, code);
ALTER TABLE ONLY public.measures_outcome
    ADD CONSTRAINT outcome_once UNIQUE (case_id, external_id);
ALTER TABLE ONLY public.learning_pattern
    ADD CONSTRAINT pattern_place_once UNIQUE (run_id, place);
ALTER TABLE ONLY public.policy_phantomverdict
    ADD CONSTRAINT phantom_number_once UNIQUE (run_id, recommendation_id, number);
ALTER TABLE ONLY public.policy_policyversion
    ADD CONSTRAINT policy_number_once UNIQUE (system_id, number);
ALTER TABLE ONLY public.policy_phantomverdict
    ADD CONSTRAINT policy_phantomverdict_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.policy_policyversion
    ADD CONSTRAINT policy_policyversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.policy_policyversion
    ADD CONSTRAINT policy_policyversion_shadow_id_key UNIQUE (shadow_id);
ALTER TABLE ONLY public.policy_segmentset
    ADD CONSTRAINT policy_segmentset_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.policy_shadowrun
    ADD CONSTRAINT policy_shadowrun_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_policytarget
    ADD CONSTRAINT policy_target_once UNIQUE (policy_id, inbox_id);
ALTER TABLE ONLY public.policy_verdict
    ADD CONSTRAINT policy_verdict_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_posture
    ADD CONSTRAINT posture_number_once UNIQUE (system_id, number);
ALTER TABLE ONLY public.reviews_principalreason
    ADD CONSTRAINT principal_place_once UNIQUE (decision_id, place);
ALTER TABLE ONLY public.registry_reasonchange
    ADD CONSTRAINT reason_changed_once UNIQUE (system_id, code);
ALTER TABLE ONLY public.registry_reason
    ADD CONSTRAINT reason_code_once UNIQUE (reason_set_id, code);
ALTER TABLE ONLY public.reviews_overridereason
    ADD CONSTRAINT reason_place_once UNIQUE (decision_id, place);
ALTER TABLE ONLY public.registry_reasonset
    ADD CONSTRAINT reason_set_number_once UNIQUE (system_id, number);
ALTER TABLE ONLY public.delivery_receipt
    ADD CONSTRAINT receipt_once UNIQUE (source_id, receipt_id);
ALTER TABLE ONLY public.intake_recommendation
    ADD CONSTRAINT recommendation_number_once UNIQUE (case_id, system_id, number);
ALTER TABLE ONLY public.reviews_recourseterms
    ADD CONSTRAINT recourse_terms_number UNIQUE (system_id, number);
ALTER TABLE ONLY public.registry_absence
    ADD CONSTRAINT registry_absence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_aisystem
    ADD CONSTRAINT registry_aisystem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_authoritylimit
    ADD CONSTRAINT registry_authoritylimit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_autonomy
    ADD CONSTRAINT registry_autonomy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_contextcontract
    ADD CONSTRAINT registry_contextcontract_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_contractdraft
    ADD CONSTRAINT registry_contractdraft_adopted_as_id_key UNIQUE (adopted_as_id);
ALTER TABLE ONLY public.registry_contractdraft
    ADD CONSTRAINT registry_contractdraft_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_contracttrial
    ADD CONSTRAINT registry_contracttrial_draft_id_key UNIQUE (draft_id);
ALTER TABLE ONLY public.registry_contracttrial
    ADD CONSTRAINT registry_contracttrial_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_modellineup
    ADD CONSTRAINT registry_modellineup_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_outcomecode
    ADD CONSTRAINT registry_outcomecode_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_ownershipoffer
    ADD CONSTRAINT registry_ownershipoffer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_pause
    ADD CONSTRAINT registry_pause_pkey PRIMARY KEY (system_id);
ALTER TABLE ONLY public.registry_pausespan
    ADD CONSTRAINT registry_pausespan_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_posture
    ADD CONSTRAINT registry_posture_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_posturedraft
    ADD CONSTRAINT registry_posturedraft_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_posturedraft
    ADD CONSTRAINT registry_posturedraft_signed_as_id_key UNIQUE (signed_as_id);
ALTER TABLE ONLY public.registry_reason
    ADD CONSTRAINT registry_reason_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_reasonchange
    ADD CONSTRAINT registry_reasonchange_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_reasonset
    ADD CONSTRAINT registry_reasonset_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_sourcesystem
    ADD CONSTRAINT registry_sourcesystem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.measures_contextrepair
    ADD CONSTRAINT repair_once UNIQUE (system_id, case_id, fact, found_at);
ALTER TABLE ONLY public.reviews_reversalline
    ADD CONSTRAINT reversal_line_once UNIQUE (run_id, decision_id);
ALTER TABLE ONLY public.reviews_appeal
    ADD CONSTRAINT reviews_appeal_item_id_key UNIQUE (item_id);
ALTER TABLE ONLY public.reviews_appeal
    ADD CONSTRAINT reviews_appeal_link_id_key UNIQUE (link_id);
ALTER TABLE ONLY public.reviews_appeal
    ADD CONSTRAINT reviews_appeal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_appeal
    ADD CONSTRAINT reviews_appeal_reversal_id_key UNIQUE (reversal_id);
ALTER TABLE ONLY public.reviews_approval
    ADD CONSTRAINT reviews_approval_decision_id_key UNIQUE (decision_id);
ALTER TABLE ONLY public.reviews_approval
    ADD CONSTRAINT reviews_approval_instead_id_key UNIQUE (instead_id);
ALTER TABLE ONLY public.reviews_approval
    ADD CONSTRAINT reviews_approval_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_capacity
    ADD CONSTRAINT reviews_capacity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_claim
    ADD CONSTRAINT reviews_claim_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_contestlink
    ADD CONSTRAINT reviews_contestlink_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.reviews_contestlink
    ADD CONSTRAINT reviews_contestlink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_decision
    ADD CONSTRAINT reviews_decision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_draft
    ADD CONSTRAINT reviews_draft_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_escalation
    ADD CONSTRAINT reviews_escalation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_evidencemark
    ADD CONSTRAINT reviews_evidencemark_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_explanation
    ADD CONSTRAINT reviews_explanation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_factcorrection
    ADD CONSTRAINT reviews_factcorrection_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_question
    ADD CONSTRAINT reviews_factquestion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_firstview
    ADD CONSTRAINT reviews_firstview_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_followup
    ADD CONSTRAINT reviews_followup_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_inbox
    ADD CONSTRAINT reviews_inbox_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_inboxday
    ADD CONSTRAINT reviews_inboxday_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_itemreason
    ADD CONSTRAINT reviews_itemreason_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_itemstay
    ADD CONSTRAINT reviews_itemstay_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_knownanswer
    ADD CONSTRAINT reviews_knownanswer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_learningnote
    ADD CONSTRAINT reviews_learningnote_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_onetimeauthority
    ADD CONSTRAINT reviews_onetimeauthority_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_overridereason
    ADD CONSTRAINT reviews_overridereason_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_policytarget
    ADD CONSTRAINT reviews_policytarget_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_practice
    ADD CONSTRAINT reviews_practice_case_id_key UNIQUE (case_id);
ALTER TABLE ONLY public.reviews_practice
    ADD CONSTRAINT reviews_practice_decision_id_key UNIQUE (decision_id);
ALTER TABLE ONLY public.reviews_practice
    ADD CONSTRAINT reviews_practice_for_item_key UNIQUE (for_item);
ALTER TABLE ONLY public.reviews_practice
    ADD CONSTRAINT reviews_practice_item_id_key UNIQUE (item_id);
ALTER TABLE ONLY public.reviews_practice
    ADD CONSTRAINT reviews_practice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_principalreason
    ADD CONSTRAINT reviews_principalreason_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_recourseterms
    ADD CONSTRAINT reviews_recourseterms_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_relation
    ADD CONSTRAINT reviews_relation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_release
    ADD CONSTRAINT reviews_release_decision_id_key UNIQUE (decision_id);
ALTER TABLE ONLY public.reviews_release
    ADD CONSTRAINT reviews_release_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_release
    ADD CONSTRAINT reviews_release_reverses_id_key UNIQUE (reverses_id);
ALTER TABLE ONLY public.reviews_reversalline
    ADD CONSTRAINT reviews_reversalline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_reversalline
    ADD CONSTRAINT reviews_reversalline_reversal_id_key UNIQUE (reversal_id);
ALTER TABLE ONLY public.reviews_reversalrequest
    ADD CONSTRAINT reviews_reversalrequest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_reversalrequest
    ADD CONSTRAINT reviews_reversalrequest_reversal_id_key UNIQUE (reversal_id);
ALTER TABLE ONLY public.reviews_reversalrun
    ADD CONSTRAINT reviews_reversalrun_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_reviewitem
    ADD CONSTRAINT reviews_reviewitem_pending_decision_id_key UNIQUE (pending_decision_id);
ALTER TABLE ONLY public.reviews_reviewitem
    ADD CONSTRAINT reviews_reviewitem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_rotaday
    ADD CONSTRAINT reviews_rotaday_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_savedview
    ADD CONSTRAINT reviews_savedview_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_secondreview
    ADD CONSTRAINT reviews_secondreview_decision_id_key UNIQUE (decision_id);
ALTER TABLE ONLY public.reviews_secondreview
    ADD CONSTRAINT reviews_secondreview_item_id_key UNIQUE (item_id);
ALTER TABLE ONLY public.reviews_secondreview
    ADD CONSTRAINT reviews_secondreview_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_secondreview
    ADD CONSTRAINT reviews_secondreview_reversal_id_key UNIQUE (reversal_id);
ALTER TABLE ONLY public.reviews_skill
    ADD CONSTRAINT reviews_skill_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_skillasked
    ADD CONSTRAINT reviews_skillasked_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_skillterm
    ADD CONSTRAINT reviews_skillterm_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_withdrawal
    ADD CONSTRAINT reviews_withdrawal_decision_id_key UNIQUE (decision_id);
ALTER TABLE ONLY public.reviews_withdrawal
    ADD CONSTRAINT reviews_withdrawal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_roleassignment
    ADD CONSTRAINT role_once UNIQUE (user_id, role);
ALTER TABLE ONLY public.learning_miningrun
    ADD CONSTRAINT run_number_once UNIQUE (system_id, period_on, number, target);
ALTER TABLE ONLY public.reviews_savedview
    ADD CONSTRAINT saved_view_name_once UNIQUE (inbox_id, by_id, name);
ALTER TABLE ONLY public.policy_segmentset
    ADD CONSTRAINT segments_number_once UNIQUE (system_id, number);
ALTER TABLE ONLY public.registry_sourcesystem
    ADD CONSTRAINT source_slug_once UNIQUE (organisation_id, slug);
ALTER TABLE ONLY public.intake_subject
    ADD CONSTRAINT subject_ref_once UNIQUE (source_id, subject_ref);
ALTER TABLE ONLY public.registry_aisystem
    ADD CONSTRAINT system_slug_once UNIQUE (organisation_id, slug);
ALTER TABLE ONLY public.notify_notification
    ADD CONSTRAINT told_once UNIQUE (to_id, kind, about_id);
ALTER TABLE ONLY public.intake_unseenrecommendation
    ADD CONSTRAINT unseen_external_id_once UNIQUE (system_id, external_id);
ALTER TABLE ONLY public.policy_verdict
    ADD CONSTRAINT verdict_number_once UNIQUE (recommendation_id, number);
ALTER TABLE ONLY public.learning_weekreport
    ADD CONSTRAINT week_report_once UNIQUE (system_id, week_on);
CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);
CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);
CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);
CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);
CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);
CREATE INDEX accounts_actor_organisation_id_c7821335 ON public.accounts_actor USING btree (organisation_id);
CREATE INDEX accounts_apikey_actor_id_3418c5f2 ON public.accounts_apikey USING btree (actor_id);
CREATE INDEX accounts_apikey_prefix_2468c39f_like ON public.accounts_apikey USING btree (prefix varchar_pattern_ops);
CREATE INDEX accounts_breakglass_organisation_id_9f0af083 ON public.accounts_breakglass USING btree (organisation_id);
CREATE INDEX accounts_delegation_giver_id_d7e4229c ON public.accounts_delegation USING btree (giver_id);
CREATE INDEX accounts_delegation_organisation_id_0fa1add4 ON public.accounts_delegation USING btree (organisation_id);
CREATE INDEX accounts_grantchange_by_id_387032cd ON public.accounts_grantchange USING btree (by_id);
CREATE INDEX accounts_grantchange_organisation_id_39777c3a ON public.accounts_grantchange USING btree (organisation_id);
CREATE INDEX accounts_grantchange_person_id_6b3878da ON public.accounts_grantchange USING btree (person_id);
CREATE INDEX accounts_grantterm_given_by_id_2f83e1cc ON public.accounts_grantterm USING btree (given_by_id);
CREATE INDEX accounts_grantterm_organisation_id_1c084043 ON public.accounts_grantterm USING btree (organisation_id);
CREATE INDEX accounts_grantterm_user_id_d32506aa ON public.accounts_grantterm USING btree (user_id);
CREATE INDEX accounts_machineclient_name_7a1f3050 ON public.accounts_machineclient USING btree (name);
CREATE INDEX accounts_machineclient_name_7a1f3050_like ON public.accounts_machineclient USING btree (name varchar_pattern_ops);
CREATE INDEX accounts_machineclient_organisation_id_b5f88ce0 ON public.accounts_machineclient USING btree (organisation_id);
CREATE INDEX accounts_organisation_slug_43a9054f_like ON public.accounts_organisation USING btree (slug varchar_pattern_ops);
CREATE INDEX accounts_roleassignment_user_id_ce5bcc18 ON public.accounts_roleassignment USING btree (user_id);
CREATE INDEX accounts_standin_organisation_id_46299ff5 ON public.accounts_standin USING btree (organisation_id);
CREATE INDEX accounts_timeaway_person_id_141cc201 ON public.accounts_timeaway USING btree (person_id);
CREATE INDEX accounts_user_email_b2644a56_like ON public.accounts_user USING btree (email varchar_pattern_ops);
CREATE INDEX accounts_user_groups_group_id_bd11a704 ON public.accounts_user_groups USING btree (group_id);
CREATE INDEX accounts_user_groups_user_id_52b62117 ON public.accounts_user_groups USING btree (user_id);
CREATE INDEX accounts_user_organisation_id_492f00a6 ON public.accounts_user USING btree (organisation_id);
CREATE INDEX accounts_user_user_permissions_permission_id_113bb443 ON public.accounts_user_user_permissions USING btree (permission_id);
CREATE INDEX accounts_user_user_permissions_user_id_e4f0a161 ON public.accounts_user_user_permissions USING btree (user_id);
CREATE INDEX answer_delivery_next ON public.delivery_answerdelivery USING btree (next_attempt_at) WHERE ((state)::text = 'PENDING'::text);
CREATE INDEX appeal_done ON public.reviews_appeal USING btree (inbox_id, closed_at DESC, id DESC) WHERE (closed_at IS NOT NULL);
CREATE INDEX appeal_of_decision ON public.reviews_appeal USING btree (decision_id);
CREATE INDEX appeal_open ON public.reviews_appeal USING btree (inbox_id, due_at, id) WHERE (closed_at IS NULL);
CREATE INDEX appeal_untold ON public.reviews_appeal USING btree (due_at) WHERE ((closed_at IS NULL) AND (told_at IS NULL));
CREATE INDEX approval_due ON public.reviews_approval USING btree (due_at) WHERE (closed_at IS NULL);
CREATE INDEX approval_of_owner ON public.reviews_approval USING btree (system_id) WHERE ((closed_at IS NULL) AND (inbox_id IS NULL));
CREATE INDEX approval_open ON public.reviews_approval USING btree (inbox_id, due_at) WHERE (closed_at IS NULL);
CREATE INDEX audit_entry_case_id_said_at_idx ON ONLY public.audit_entry USING btree (case_id, said_at);
CREATE INDEX audit_entry_object_id_idx ON ONLY public.audit_entry USING btree (object_id);
CREATE INDEX audit_entry_rest_case_id_said_at_idx ON public.audit_entry_rest USING btree (case_id, said_at);
CREATE INDEX audit_entry_rest_object_id_idx ON public.audit_entry_rest USING btree (object_id);
CREATE INDEX audit_entry_xid_id_idx ON ONLY public.audit_entry USING btree (xid, id);
CREATE INDEX audit_entry_rest_xid_id_idx ON public.audit_entry_rest USING btree (xid, id);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX away_to_hand_over ON public.accounts_timeaway USING btree (from_at) WHERE ((ended_at IS NULL) AND (handed_at IS NULL));
CREATE INDEX break_glass_open ON public.accounts_breakglass USING btree (admin_id) WHERE (closed_at IS NULL);
CREATE INDEX broken_of_system ON public.measures_brokensuggestion USING btree (system_id, at DESC);
CREATE UNIQUE INDEX case_sequence_once ON public.delivery_delivery USING btree (case_id, source_id, sequence) WHERE (sequence IS NOT NULL);
CREATE INDEX case_terms ON public.intake_case USING btree (terms text_pattern_ops);
CREATE INDEX case_trigrams ON public.intake_case USING gin (terms public.gin_trgm_ops);
CREATE INDEX change_of_person ON public.accounts_personchange USING btree (person_id, id DESC);
CREATE INDEX claim_ran_out ON public.reviews_claim USING btree (ended_at) WHERE (((ended_why)::text = 'expired'::text) AND (NOT is_noted));
CREATE INDEX claim_skipped ON public.reviews_claim USING btree (by_id, ended_at) WHERE ((ended_why)::text = 'skipped'::text);
CREATE INDEX core_cache_expires ON public.core_cache USING btree (expires);
CREATE INDEX core_heartbeat_name_217715ae_like ON public.core_heartbeat USING btree (name varchar_pattern_ops);
CREATE INDEX core_progress_key_ac47b808_like ON public.core_progress USING btree (key varchar_pattern_ops);
CREATE INDEX decision_by_when ON public.reviews_decision USING btree (by_id, decided_at DESC);
CREATE INDEX decision_with_note ON public.reviews_decision USING btree (decided_at DESC, id) WHERE (sealed_note IS NOT NULL);
CREATE INDEX delegation_open ON public.accounts_delegation USING btree (to_id) WHERE (ended_at IS NULL);
CREATE INDEX delivery_answerdelivery_source_id_7ec78c52 ON public.delivery_answerdelivery USING btree (source_id);
CREATE INDEX delivery_attempt_delivery_id_idx ON ONLY public.delivery_attempt USING btree (delivery_id);
CREATE INDEX delivery_attempt_rest_delivery_id_idx ON public.delivery_attempt_rest USING btree (delivery_id);
CREATE INDEX delivery_delivery_source_id_252b7ec2 ON public.delivery_delivery USING btree (source_id);
CREATE INDEX delivery_next ON public.delivery_delivery USING btree (next_attempt_at) WHERE ((state)::text = 'PENDING'::text);
CREATE INDEX delivery_receipt_delivery_id_a9e6037c ON public.delivery_receipt USING btree (delivery_id);
CREATE INDEX delivery_receipt_due ON public.delivery_delivery USING btree (receipt_due_at) WHERE ((state)::text = 'SENT'::text);
CREATE INDEX delivery_receipt_source_id_fef55c35 ON public.delivery_receipt USING btree (source_id);
CREATE INDEX delivery_unsettled ON public.delivery_delivery USING btree (decision_id) WHERE ((state)::text = ANY ((ARRAY['PENDING'::character varying, 'SENT'::character varying, 'REFUSED'::character varying, 'OVERDUE'::character varying])::text[]));
CREATE INDEX digest_unsent ON public.notify_digest USING btree (taken_at) WHERE ((NOT is_needless) AND (sent_at IS NULL));
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX escalation_climbs ON public.reviews_escalation USING btree (climbs_at) WHERE ((climbs_at IS NOT NULL) AND (closed_at IS NULL));
CREATE INDEX evidence_due ON public.intake_evidence USING btree (state, due_at) WHERE (due_at IS NOT NULL);
CREATE UNIQUE INDEX evidence_ref_once_before ON public.intake_evidence USING btree (subject_id, awaits_ref, external_ref) WHERE (case_id IS NULL);
CREATE INDEX evidence_same ON public.intake_evidence USING btree (subject_id, mark);
CREATE INDEX evidence_waits_until ON public.intake_evidence USING btree (waits_until) WHERE (waits_until IS NOT NULL);
CREATE INDEX fact_change_latest ON public.intake_factchange USING btree (recommendation_id, at DESC, id DESC);
CREATE INDEX follow_up_due ON public.reviews_followup USING btree (due_at) WHERE ((state)::text = 'OPEN'::text);
CREATE INDEX grant_change_of_object ON public.accounts_grantchange USING btree (object_id, id DESC);
CREATE INDEX guardian_gr_group_i_9e7d12_idx ON public.guardian_groupobjectpermission USING btree (group_id, content_type_id, object_pk);
CREATE INDEX guardian_gr_permiss_83545c_idx ON public.guardian_groupobjectpermission USING btree (permission_id, group_id, content_type_id, object_pk);
CREATE INDEX guardian_groupobjectpermission_content_type_id_7ade36b8 ON public.guardian_groupobjectpermission USING btree (content_type_id);
CREATE INDEX guardian_groupobjectpermission_group_id_4bbbfb62 ON public.guardian_groupobjectpermission USING btree (group_id);
CREATE INDEX guardian_groupobjectpermission_permission_id_36572738 ON public.guardian_groupobjectpermission USING btree (permission_id);
CREATE INDEX guardian_us_permiss_e5749c_idx ON public.guardian_userobjectpermission USING btree (permission_id, user_id, content_type_id, object_pk);
CREATE INDEX guardian_us_user_id_8eae14_idx ON public.guardian_userobjectpermission USING btree (user_id, content_type_id, object_pk);
CREATE INDEX guardian_userobjectpermission_content_type_id_2e892405 ON public.guardian_userobjectpermission USING btree (content_type_id);
CREATE INDEX guardian_userobjectpermission_permission_id_71807bfc ON public.guardian_userobjectpermission USING btree (permission_id);
CREATE INDEX guardian_userobjectpermission_user_id_d5c1e964 ON public.guardian_userobjectpermission USING btree (user_id);
CREATE INDEX idempotent_created ON public.core_idempotentrequest USING btree (created_at);
CREATE INDEX intake_case_subject_id_3168372d ON public.intake_case USING btree (subject_id);
CREATE INDEX intake_contextsnapshot_case_id_f8ee027e ON public.intake_contextsnapshot USING btree (case_id);
CREATE INDEX intake_evidence_case_id_80fc9780 ON public.intake_evidence USING btree (case_id);
CREATE INDEX intake_evidencepage_evidence_id_38b04157 ON public.intake_evidencepage USING btree (evidence_id);
CREATE INDEX intake_factchange_case_id_c2103a71 ON public.intake_factchange USING btree (case_id);
CREATE INDEX intake_protectedfact_case_id_52509653 ON public.intake_protectedfact USING btree (case_id);
CREATE INDEX intake_unseenrecommendation_case_id_85b1ca7b ON public.intake_unseenrecommendation USING btree (case_id);
CREATE INDEX intake_unseenrecommendation_system_id_fd9509c2 ON public.intake_unseenrecommendation USING btree (system_id);
CREATE INDEX item_age ON public.reviews_reviewitem USING btree (inbox_id, opened_at) WHERE ((state)::text = 'OPEN'::text);
CREATE INDEX item_assigned ON public.reviews_reviewitem USING btree (assigned_to_id, inbox_id) WHERE ((assigned_to_id IS NOT NULL) AND ((state)::text = 'OPEN'::text));
CREATE INDEX item_at_work ON public.reviews_reviewitem USING btree (inbox_id, state) WHERE ((state)::text = ANY ((ARRAY['CLAIMED'::character varying, 'WAITING'::character varying, 'HELD'::character varying])::text[]));
CREATE INDEX item_audits ON public.reviews_reviewitem USING btree (audits_id) WHERE (audits_id IS NOT NULL);
CREATE INDEX item_done ON public.reviews_reviewitem USING btree (inbox_id, closed_at DESC, id) WHERE ((state)::text = 'DECIDED'::text);
CREATE INDEX item_due ON public.reviews_reviewitem USING btree (due_at) WHERE (((state)::text = 'OPEN'::text) AND (urgency_due = 0));
CREATE INDEX item_first_view ON public.reviews_reviewitem USING btree (case_id, system_id) WHERE ((closed_at IS NULL) AND first_view);
CREATE INDEX item_gone ON public.reviews_reviewitem USING btree (inbox_id, closed_at) WHERE ((state)::text = ANY ((ARRAY['SUPERSEDED'::character varying, 'WITHDRAWN'::character varying])::text[]));
CREATE INDEX item_held_until ON public.reviews_reviewitem USING btree (held_until) WHERE ((state)::text = 'CLAIMED'::text);
CREATE INDEX item_holder ON public.reviews_reviewitem USING btree (holder_id) WHERE (holder_id IS NOT NULL);
CREATE INDEX item_order ON public.reviews_reviewitem USING btree (inbox_id, urgency DESC, due_at, id) WHERE ((state)::text = 'OPEN'::text);
CREATE INDEX item_release_due ON public.reviews_reviewitem USING btree (release_due_at) WHERE (release_due_at IS NOT NULL);
CREATE INDEX item_snoozed ON public.reviews_reviewitem USING btree (snoozed_until) WHERE (snoozed_until IS NOT NULL);
CREATE INDEX known_answer_of_system ON public.reviews_knownanswer USING btree (system_id, written_at DESC);
CREATE INDEX learning_effect_fix_id_e428ada2 ON public.learning_effect USING btree (fix_id);
CREATE INDEX learning_finding_assigned_to_id_1a13babb ON public.learning_finding USING btree (assigned_to_id);
CREATE INDEX learning_finding_first_pattern_id_ecf2a028 ON public.learning_finding USING btree (first_pattern_id);
CREATE INDEX learning_finding_last_pattern_id_48285aef ON public.learning_finding USING btree (last_pattern_id);
CREATE INDEX learning_finding_system_id_9f3606ba ON public.learning_finding USING btree (system_id);
CREATE INDEX learning_findingstep_by_id_fb6ceeaf ON public.learning_findingstep USING btree (by_id);
CREATE INDEX learning_findingstep_finding_id_d89002f6 ON public.learning_findingstep USING btree (finding_id);
CREATE INDEX learning_findingstep_to_id_5c55b2f5 ON public.learning_findingstep USING btree (to_id);
CREATE INDEX learning_fix_author_id_d383ced6 ON public.learning_fix USING btree (author_id);
CREATE INDEX learning_fix_contract_draft_id_4d1966b5 ON public.learning_fix USING btree (contract_draft_id);
CREATE INDEX learning_fix_contract_id_2a06bda8 ON public.learning_fix USING btree (contract_id);
CREATE INDEX learning_fix_finding_id_d1ee6bad ON public.learning_fix USING btree (finding_id);
CREATE INDEX learning_fix_policy_id_2828c692 ON public.learning_fix USING btree (policy_id);
CREATE INDEX learning_fix_replay_id_168c0388 ON public.learning_fix USING btree (replay_id);
CREATE INDEX learning_fix_signed_by_id_7d9a85b5 ON public.learning_fix USING btree (signed_by_id);
CREATE INDEX learning_fix_system_id_db1b28a7 ON public.learning_fix USING btree (system_id);
CREATE INDEX learning_miningrun_asked_by_id_7d6122dc ON public.learning_miningrun USING btree (asked_by_id);
CREATE INDEX learning_miningrun_repeats_id_506e6d52 ON public.learning_miningrun USING btree (repeats_id);
CREATE INDEX learning_miningrun_system_id_73ad8822 ON public.learning_miningrun USING btree (system_id);
CREATE INDEX learning_note_to ON public.reviews_learningnote USING btree (to_id, at DESC);
CREATE INDEX learning_noteday_system_id_dc99c265 ON public.learning_noteday USING btree (system_id);
CREATE INDEX learning_notegroup_grouping_id_ca10e13c ON public.learning_notegroup USING btree (grouping_id);
CREATE INDEX learning_notegroup_same_as_id_e3038247 ON public.learning_notegroup USING btree (same_as_id);
CREATE INDEX learning_notegrouping_system_id_fadacde8 ON public.learning_notegrouping USING btree (system_id);
CREATE INDEX learning_notelabel_by_id_e0088948 ON public.learning_notelabel USING btree (by_id);
CREATE INDEX learning_notelabel_group_id_912e268e ON public.learning_notelabel USING btree (group_id);
CREATE INDEX learning_notelook_by_id_0abd2bad ON public.learning_notelook USING btree (by_id);
CREATE INDEX learning_notelook_system_id_0a1b1fed ON public.learning_notelook USING btree (system_id);
CREATE INDEX learning_pattern_run_id_881cee9c ON public.learning_pattern USING btree (run_id);
CREATE INDEX learning_sharpnote_day_id_1476850a ON public.learning_sharpnote USING btree (day_id);
CREATE INDEX learning_weekreport_system_id_9e3dc709 ON public.learning_weekreport USING btree (system_id);
CREATE UNIQUE INDEX listed_once ON public.accounts_standin USING btree (object_id, person_id) WHERE (ended_at IS NULL);
CREATE INDEX mark_of_case ON public.reviews_evidencemark USING btree (case_id, id) WHERE (removed_at IS NULL);
CREATE INDEX measures_brokensuggestion_recommendation_id_9bd50071 ON public.measures_brokensuggestion USING btree (recommendation_id);
CREATE INDEX measures_brokensuggestion_system_id_47009db9 ON public.measures_brokensuggestion USING btree (system_id);
CREATE INDEX measures_calibration_system_id_c3877848 ON public.measures_calibration USING btree (system_id);
CREATE INDEX measures_calibrationbin_system_id_a20aba34 ON public.measures_calibrationbin USING btree (system_id);
CREATE INDEX measures_contextcount_system_id_496d827a ON public.measures_contextcount USING btree (system_id);
CREATE INDEX measures_contextrepair_system_id_6506017c ON public.measures_contextrepair USING btree (system_id);
CREATE INDEX measures_decisionfacts_case_id_idx ON ONLY public.measures_decisionfacts USING btree (case_id);
CREATE INDEX measures_decisionfacts_decision_id_idx ON ONLY public.measures_decisionfacts USING btree (decision_id);
CREATE INDEX measures_decisionfacts_override_idx ON ONLY public.measures_decisionfacts USING btree (system_id, decided_at DESC, decision_id) INCLUDE (segment, model_version, direction, core_category) WHERE is_override;
CREATE INDEX measures_decisionfacts_rest_case_id_idx ON public.measures_decisionfacts_rest USING btree (case_id);
CREATE INDEX measures_decisionfacts_rest_decision_id_idx ON public.measures_decisionfacts_rest USING btree (decision_id);
CREATE INDEX measures_decisionfacts_rest_system_id_decided_at_decision_i_idx ON public.measures_decisionfacts_rest USING btree (system_id, decided_at DESC, decision_id) INCLUDE (segment, model_version, direction, core_category) WHERE is_override;
CREATE INDEX measures_decisionfacts_system_id_decided_at_idx ON ONLY public.measures_decisionfacts USING btree (system_id, decided_at);
CREATE INDEX measures_decisionfacts_rest_system_id_decided_at_idx ON public.measures_decisionfacts_rest USING btree (system_id, decided_at);
CREATE INDEX measures_definitionquestion_asked_by_id_7c5a6194 ON public.measures_definitionquestion USING btree (asked_by_id);
CREATE INDEX measures_definitionquestion_closed_by_id_9c79dace ON public.measures_definitionquestion USING btree (closed_by_id);
CREATE INDEX measures_definitionquestion_system_id_17409aed ON public.measures_definitionquestion USING btree (system_id);
CREATE INDEX measures_definitionquestion_to_id_62c54d0c ON public.measures_definitionquestion USING btree (to_id);
CREATE INDEX measures_groundingcount_system_id_1f874f9c ON public.measures_groundingcount USING btree (system_id);
CREATE INDEX measures_measurement_measure_2d3c7e5d ON public.measures_measurement USING btree (measure);
CREATE INDEX measures_measurement_measure_2d3c7e5d_like ON public.measures_measurement USING btree (measure varchar_pattern_ops);
CREATE INDEX measures_measurement_system_id_45cb41d6 ON public.measures_measurement USING btree (system_id);
CREATE INDEX measures_modeltally_system_id_b8d6c8d0 ON public.measures_modeltally USING btree (system_id);
CREATE INDEX measures_modelversion_system_id_a391ae28 ON public.measures_modelversion USING btree (system_id);
CREATE INDEX measures_outcome_case_id_af83e801 ON public.measures_outcome USING btree (case_id);
CREATE INDEX measures_outcome_measure_477bac02 ON public.measures_outcome USING btree (measure);
CREATE INDEX measures_outcome_measure_477bac02_like ON public.measures_outcome USING btree (measure varchar_pattern_ops);
CREATE INDEX measures_replay_base_id_158cbbe1 ON public.measures_replay USING btree (base_id);
CREATE INDEX measures_replay_by_id_6d8d0fc1 ON public.measures_replay USING btree (by_id);
CREATE INDEX measures_replay_draft_id_61df82a8 ON public.measures_replay USING btree (draft_id);
CREATE INDEX measures_replay_system_id_3a86f1e7 ON public.measures_replay USING btree (system_id);
CREATE INDEX measures_replaycase_replay_id_3d8b5981 ON public.measures_replaycase USING btree (replay_id);
CREATE INDEX measures_sourcealarm_system_id_7223855c ON public.measures_sourcealarm USING btree (system_id);
CREATE INDEX measures_worksignal_item_id_idx ON ONLY public.measures_worksignal USING btree (item_id);
CREATE INDEX measures_worksignal_rest_item_id_idx ON public.measures_worksignal_rest USING btree (item_id);
CREATE INDEX measures_worksignal_system_id_at_idx ON ONLY public.measures_worksignal USING btree (system_id, at);
CREATE INDEX measures_worksignal_rest_system_id_at_idx ON public.measures_worksignal_rest USING btree (system_id, at);
CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);
CREATE INDEX notification_new ON public.notify_notification USING btree (to_id) WHERE (read_at IS NULL);
CREATE INDEX notification_to ON public.notify_notification USING btree (to_id, at DESC);
CREATE INDEX notify_digest_to_id_24e06c42 ON public.notify_digest USING btree (to_id);
CREATE INDEX notify_notification_to_id_fd399797 ON public.notify_notification USING btree (to_id);
CREATE UNIQUE INDEX one_contract_in_force ON public.registry_contextcontract USING btree (system_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_default_view ON public.reviews_savedview USING btree (inbox_id, by_id) WHERE is_default;
CREATE UNIQUE INDEX one_inbox_takes_appeals ON public.reviews_inbox USING btree (organisation_id) WHERE takes_appeals;
CREATE UNIQUE INDEX one_line_up_in_force ON public.registry_modellineup USING btree (system_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_live_policy ON public.policy_policyversion USING btree (system_id) WHERE ((state)::text = 'LIVE'::text);
CREATE UNIQUE INDEX one_live_segment_set ON public.policy_segmentset USING btree (system_id) WHERE ((state)::text = 'LIVE'::text);
CREATE UNIQUE INDEX one_mark_per_place ON public.reviews_evidencemark USING btree (evidence_id, by_id, page, unit, first, last) WHERE (removed_at IS NULL);
CREATE UNIQUE INDEX one_open_absence ON public.registry_absence USING btree (system_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_open_alarm ON public.measures_sourcealarm USING btree (system_id, fact, source, kind) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX one_open_appeal_of_a_kind ON public.reviews_appeal USING btree (decision_id, kind) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX one_open_approval ON public.reviews_approval USING btree (item_id) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX one_open_contest_link ON public.reviews_contestlink USING btree (decision_id) WHERE ((revoked_at IS NULL) AND (used_at IS NULL));
CREATE UNIQUE INDEX one_open_contract_draft ON public.registry_contractdraft USING btree (system_id) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX one_open_escalation ON public.reviews_escalation USING btree (item_id) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX one_open_finding ON public.learning_finding USING btree (system_id, target, conditions_key) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX one_open_fix_of_a_finding ON public.learning_fix USING btree (finding_id) WHERE ((state)::text = ANY ((ARRAY['DRAFT'::character varying, 'PROPOSED'::character varying, 'SIGNED'::character varying])::text[]));
CREATE UNIQUE INDEX one_open_offer ON public.registry_ownershipoffer USING btree (system_id) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX one_open_pause_of_each ON public.registry_pausespan USING btree (system_id, scope, key, "limit") WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_open_policy ON public.policy_policyversion USING btree (system_id) WHERE ((state)::text = ANY ((ARRAY['DRAFT'::character varying, 'SHADOW'::character varying, 'PROPOSED'::character varying])::text[]));
CREATE UNIQUE INDEX one_open_posture_draft ON public.registry_posturedraft USING btree (system_id) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX one_open_question_per_fact ON public.reviews_question USING btree (item_id, fact) WHERE ((closed_at IS NULL) AND (to_id IS NULL) AND (to_inbox_id IS NULL));
CREATE UNIQUE INDEX one_open_relation ON public.reviews_relation USING btree (person_id, subject_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_open_reversal_request ON public.reviews_reversalrequest USING btree (decision_id) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX one_open_segment_set ON public.policy_segmentset USING btree (system_id) WHERE ((state)::text = ANY ((ARRAY['DRAFT'::character varying, 'PROPOSED'::character varying])::text[]));
CREATE UNIQUE INDEX one_posture_in_force ON public.registry_posture USING btree (system_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_reason_set_in_force ON public.registry_reasonset USING btree (system_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_shadow_run ON public.policy_shadowrun USING btree (policy_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_system_actor ON public.accounts_actor USING btree (organisation_id) WHERE ((kind)::text = 'SYSTEM'::text);
CREATE UNIQUE INDEX one_time_carries_one_decision ON public.reviews_onetimeauthority USING btree (used_by_id) WHERE (approval_id IS NULL);
CREATE UNIQUE INDEX one_time_resolves_once ON public.reviews_onetimeauthority USING btree (approval_id) WHERE (used_at IS NOT NULL);
CREATE UNIQUE INDEX one_unfinished_run ON public.learning_miningrun USING btree (system_id, target) WHERE ((state)::text = ANY ((ARRAY['QUEUED'::character varying, 'RUNNING'::character varying])::text[]));
CREATE INDEX outcome_case ON public.measures_outcome USING btree (case_id, measure);
CREATE INDEX policy_policyversion_approved_by_id_507a6815 ON public.policy_policyversion USING btree (approved_by_id);
CREATE INDEX policy_policyversion_author_id_363dc041 ON public.policy_policyversion USING btree (author_id);
CREATE INDEX policy_policyversion_base_id_f64cfe66 ON public.policy_policyversion USING btree (base_id);
CREATE INDEX policy_policyversion_held_by_id_dd3bd9c9 ON public.policy_policyversion USING btree (held_by_id);
CREATE INDEX policy_policyversion_proposed_by_id_676d630f ON public.policy_policyversion USING btree (proposed_by_id);
CREATE INDEX policy_policyversion_system_id_e86a7da6 ON public.policy_policyversion USING btree (system_id);
CREATE INDEX policy_segmentset_approved_by_id_dcbeab9f ON public.policy_segmentset USING btree (approved_by_id);
CREATE INDEX policy_segmentset_author_id_b8954cf5 ON public.policy_segmentset USING btree (author_id);
CREATE INDEX policy_segmentset_proposed_by_id_dd47cd9b ON public.policy_segmentset USING btree (proposed_by_id);
CREATE INDEX policy_segmentset_system_id_54471e1a ON public.policy_segmentset USING btree (system_id);
CREATE INDEX policy_shadowrun_by_id_a96f80e0 ON public.policy_shadowrun USING btree (by_id);
CREATE INDEX policy_shadowrun_policy_id_ba01287b ON public.policy_shadowrun USING btree (policy_id);
CREATE INDEX policy_verdict_policy_id_0e45c63f ON public.policy_verdict USING btree (policy_id);
CREATE INDEX practice_of_inbox ON public.reviews_practice USING btree (inbox_id, answered_by_id);
CREATE INDEX practice_of_person ON public.reviews_practice USING btree (answered_by_id, ended_at DESC);
CREATE INDEX practice_open ON public.reviews_practice USING btree (put_at) WHERE ((ended)::text = ''::text);
CREATE INDEX question_by ON public.reviews_question USING btree (asked_by_id, due_at);
CREATE INDEX question_due ON public.reviews_question USING btree (due_at) WHERE (closed_at IS NULL);
CREATE INDEX question_of_system ON public.measures_definitionquestion USING btree (system_id, asked_at DESC);
CREATE INDEX question_open ON public.reviews_question USING btree (system_id, asked_at, id) WHERE (closed_at IS NULL);
CREATE INDEX question_team ON public.reviews_question USING btree (to_inbox_id, due_at) WHERE (to_inbox_id IS NOT NULL);
CREATE INDEX question_to ON public.reviews_question USING btree (to_id, due_at) WHERE (to_id IS NOT NULL);
CREATE INDEX reason_came_back ON public.reviews_itemreason USING btree (item_id) WHERE ((closed_at IS NULL) AND ((kind)::text = ANY ((ARRAY['RETURNED'::character varying, 'UNDONE'::character varying, 'AUDIT_SAMPLE'::character varying])::text[])));
CREATE INDEX reason_wrong ON public.reviews_overridereason USING btree (decision_id) WHERE (((core_category)::text = 'reasoning_wrong'::text) AND (place = 0));
CREATE INDEX recommendation_by_arrival ON public.intake_recommendation USING btree (system_id, received_at);
CREATE INDEX registry_absence_deputy_id_08c5a3b3 ON public.registry_absence USING btree (deputy_id);
CREATE INDEX registry_absence_owner_id_bc7498c5 ON public.registry_absence USING btree (owner_id);
CREATE INDEX registry_absence_system_id_48a94d76 ON public.registry_absence USING btree (system_id);
CREATE INDEX registry_aisystem_organisation_id_eedf57ab ON public.registry_aisystem USING btree (organisation_id);
CREATE INDEX registry_aisystem_owner_id_d4939b98 ON public.registry_aisystem USING btree (owner_id);
CREATE INDEX registry_aisystem_slug_2abe08f4 ON public.registry_aisystem USING btree (slug);
CREATE INDEX registry_aisystem_slug_2abe08f4_like ON public.registry_aisystem USING btree (slug varchar_pattern_ops);
CREATE INDEX registry_aisystem_source_id_d86014d0 ON public.registry_aisystem USING btree (source_id);
CREATE INDEX registry_authoritylimit_outcome_code_id_7eea2ed1 ON public.registry_authoritylimit USING btree (outcome_code_id);
CREATE INDEX registry_authoritylimit_system_id_4c6d58fa ON public.registry_authoritylimit USING btree (system_id);
CREATE INDEX registry_autonomy_segment_471ac56c ON public.registry_autonomy USING btree (segment);
CREATE INDEX registry_autonomy_segment_471ac56c_like ON public.registry_autonomy USING btree (segment varchar_pattern_ops);
CREATE INDEX registry_autonomy_system_id_a4d84571 ON public.registry_autonomy USING btree (system_id);
CREATE INDEX registry_contextcontract_by_id_546fae60 ON public.registry_contextcontract USING btree (by_id);
CREATE INDEX registry_contextcontract_system_id_fc3f2bc5 ON public.registry_contextcontract USING btree (system_id);
CREATE INDEX registry_contractdraft_author_id_788b478d ON public.registry_contractdraft USING btree (author_id);
CREATE INDEX registry_contractdraft_base_id_e2768be7 ON public.registry_contractdraft USING btree (base_id);
CREATE INDEX registry_contractdraft_held_by_id_b6df5722 ON public.registry_contractdraft USING btree (held_by_id);
CREATE INDEX registry_contractdraft_proposed_by_id_2dd7ceb9 ON public.registry_contractdraft USING btree (proposed_by_id);
CREATE INDEX registry_contractdraft_system_id_07c5c5b9 ON public.registry_contractdraft USING btree (system_id);
CREATE INDEX registry_modellineup_by_id_c5f947f1 ON public.registry_modellineup USING btree (by_id);
CREATE INDEX registry_modellineup_system_id_f332b8cc ON public.registry_modellineup USING btree (system_id);
CREATE INDEX registry_outcomecode_code_c8f8ebb1 ON public.registry_outcomecode USING btree (code);
CREATE INDEX registry_outcomecode_code_c8f8ebb1_like ON public.registry_outcomecode USING btree (code varchar_pattern_ops);
CREATE INDEX registry_outcomecode_system_id_6577b034 ON public.registry_outcomecode USING btree (system_id);
CREATE INDEX registry_ownershipoffer_offered_by_id_5404d0a9 ON public.registry_ownershipoffer USING btree (offered_by_id);
CREATE INDEX registry_ownershipoffer_system_id_9151aa8e ON public.registry_ownershipoffer USING btree (system_id);
CREATE INDEX registry_ownershipoffer_to_id_f491035c ON public.registry_ownershipoffer USING btree (to_id);
CREATE INDEX registry_pause_by_id_cef735fa ON public.registry_pause USING btree (by_id);
CREATE INDEX registry_pausespan_by_id_8c5a69a2 ON public.registry_pausespan USING btree (by_id);
CREATE INDEX registry_pausespan_ended_by_id_1d26f4dd ON public.registry_pausespan USING btree (ended_by_id);
CREATE INDEX registry_pausespan_system_id_41748eaa ON public.registry_pausespan USING btree (system_id);
CREATE INDEX registry_posture_by_id_e0b4d7d7 ON public.registry_posture USING btree (by_id);
CREATE INDEX registry_posture_system_id_1f5d53e4 ON public.registry_posture USING btree (system_id);
CREATE INDEX registry_posturedraft_author_id_5cae1b85 ON public.registry_posturedraft USING btree (author_id);
CREATE INDEX registry_posturedraft_base_id_809d1422 ON public.registry_posturedraft USING btree (base_id);
CREATE INDEX registry_posturedraft_system_id_702f9637 ON public.registry_posturedraft USING btree (system_id);
CREATE INDEX registry_reason_code_b3120cac ON public.registry_reason USING btree (code);
CREATE INDEX registry_reason_code_b3120cac_like ON public.registry_reason USING btree (code varchar_pattern_ops);
CREATE INDEX registry_reason_reason_set_id_71f7a73b ON public.registry_reason USING btree (reason_set_id);
CREATE INDEX registry_reasonchange_by_id_7449bf41 ON public.registry_reasonchange USING btree (by_id);
CREATE INDEX registry_reasonchange_code_bea4ac1f ON public.registry_reasonchange USING btree (code);
CREATE INDEX registry_reasonchange_code_bea4ac1f_like ON public.registry_reasonchange USING btree (code varchar_pattern_ops);
CREATE INDEX registry_reasonchange_reason_set_id_0c2a17a5 ON public.registry_reasonchange USING btree (reason_set_id);
CREATE INDEX registry_reasonchange_system_id_76613975 ON public.registry_reasonchange USING btree (system_id);
CREATE INDEX registry_reasonset_by_id_96dbfd4d ON public.registry_reasonset USING btree (by_id);
CREATE INDEX registry_reasonset_system_id_fbedf9c2 ON public.registry_reasonset USING btree (system_id);
CREATE INDEX registry_sourcesystem_organisation_id_40b74599 ON public.registry_sourcesystem USING btree (organisation_id);
CREATE INDEX registry_sourcesystem_slug_efe7a22b ON public.registry_sourcesystem USING btree (slug);
CREATE INDEX registry_sourcesystem_slug_efe7a22b_like ON public.registry_sourcesystem USING btree (slug varchar_pattern_ops);
CREATE INDEX repair_found ON public.measures_contextrepair USING btree (system_id, found_at);
CREATE INDEX replay_case_worst ON public.measures_replaycase USING btree (replay_id, rank, id);
CREATE INDEX replay_of_system ON public.measures_replay USING btree (system_id, asked_at DESC);
CREATE INDEX replay_open ON public.measures_replay USING btree (asked_at) WHERE ((state)::text = ANY ((ARRAY['QUEUED'::character varying, 'RUNNING'::character varying])::text[]));
CREATE INDEX reversal_line_open ON public.reviews_reversalline USING btree (run_id, id) WHERE (done_at IS NULL);
CREATE INDEX reversal_request_open ON public.reviews_reversalrequest USING btree (inbox_id, asked_at) WHERE (closed_at IS NULL);
CREATE INDEX reversal_run_of_system ON public.reviews_reversalrun USING btree (system_id, begun_at DESC);
CREATE INDEX reversal_run_running ON public.reviews_reversalrun USING btree (begun_at) WHERE ((state)::text = 'RUNNING'::text);
CREATE INDEX reviews_appeal_case_id_c881f6f1 ON public.reviews_appeal USING btree (case_id);
CREATE INDEX reviews_appeal_system_id_1920851f ON public.reviews_appeal USING btree (system_id);
CREATE INDEX reviews_approval_item_id_aec1e7b1 ON public.reviews_approval USING btree (item_id);
CREATE INDEX reviews_claim_by_id_ace212d6 ON public.reviews_claim USING btree (by_id);
CREATE INDEX reviews_claim_item_id_52045795 ON public.reviews_claim USING btree (item_id);
CREATE INDEX reviews_decision_by_id_85bc78ce ON public.reviews_decision USING btree (by_id);
CREATE INDEX reviews_decision_case_id_ba5558bc ON public.reviews_decision USING btree (case_id);
CREATE INDEX reviews_decision_outcome_code_id_4ace62c3 ON public.reviews_decision USING btree (outcome_code_id);
CREATE INDEX reviews_decision_policy_id_0f679878 ON public.reviews_decision USING btree (policy_id);
CREATE INDEX reviews_decision_recommendation_id_cc60e87c ON public.reviews_decision USING btree (recommendation_id);
CREATE INDEX reviews_decision_reverses_id_eb301646 ON public.reviews_decision USING btree (reverses_id);
CREATE INDEX reviews_draft_by_id_27ebddf9 ON public.reviews_draft USING btree (by_id);
CREATE INDEX reviews_draft_item_id_b3e37d12 ON public.reviews_draft USING btree (item_id);
CREATE INDEX reviews_escalation_closed_by_id_60d0491a ON public.reviews_escalation USING btree (closed_by_id);
CREATE INDEX reviews_escalation_from_inbox_id_0e7ca247 ON public.reviews_escalation USING btree (from_inbox_id);
CREATE INDEX reviews_escalation_item_id_f7aed9fc ON public.reviews_escalation USING btree (item_id);
CREATE INDEX reviews_escalation_raised_by_id_73eaf9b5 ON public.reviews_escalation USING btree (raised_by_id);
CREATE INDEX reviews_escalation_to_inbox_id_9a0e89b1 ON public.reviews_escalation USING btree (to_inbox_id);
CREATE INDEX reviews_factcorrection_decision_id_25284311 ON public.reviews_factcorrection USING btree (decision_id);
CREATE INDEX reviews_factquestion_item_id_cf27c35e ON public.reviews_question USING btree (item_id);
CREATE INDEX reviews_firstview_by_id_ee8856e6 ON public.reviews_firstview USING btree (by_id);
CREATE INDEX reviews_firstview_item_id_748224a1 ON public.reviews_firstview USING btree (item_id);
CREATE INDEX reviews_firstview_outcome_code_id_f0a24490 ON public.reviews_firstview USING btree (outcome_code_id);
CREATE INDEX reviews_firstview_recommendation_id_afcf7002 ON public.reviews_firstview USING btree (recommendation_id);
CREATE INDEX reviews_followup_decision_id_a04d0c91 ON public.reviews_followup USING btree (decision_id);
CREATE INDEX reviews_followup_inbox_id_4e59cf0d ON public.reviews_followup USING btree (inbox_id);
CREATE INDEX reviews_followup_owner_id_4c52a6ab ON public.reviews_followup USING btree (owner_id);
CREATE INDEX reviews_inbox_climbs_to_id_c7d52b52 ON public.reviews_inbox USING btree (climbs_to_id);
CREATE INDEX reviews_inbox_organisation_id_54c69e27 ON public.reviews_inbox USING btree (organisation_id);
CREATE INDEX reviews_inbox_slug_c5f63636 ON public.reviews_inbox USING btree (slug);
CREATE INDEX reviews_inbox_slug_c5f63636_like ON public.reviews_inbox USING btree (slug varchar_pattern_ops);
CREATE INDEX reviews_itemreason_item_id_8f137f29 ON public.reviews_itemreason USING btree (item_id);
CREATE INDEX reviews_itemstay_item_id_34e2ccf3 ON public.reviews_itemstay USING btree (item_id);
CREATE INDEX reviews_knownanswer_system_id_0b758bcd ON public.reviews_knownanswer USING btree (system_id);
CREATE INDEX reviews_learningnote_decision_id_f3cf1c12 ON public.reviews_learningnote USING btree (decision_id);
CREATE INDEX reviews_onetimeauthority_approval_id_4fca78fe ON public.reviews_onetimeauthority USING btree (approval_id);
CREATE INDEX reviews_onetimeauthority_case_id_58f01163 ON public.reviews_onetimeauthority USING btree (case_id);
CREATE INDEX reviews_onetimeauthority_outcome_code_id_42ad9dc6 ON public.reviews_onetimeauthority USING btree (outcome_code_id);
CREATE INDEX reviews_onetimeauthority_used_by_id_539cc6bd ON public.reviews_onetimeauthority USING btree (used_by_id);
CREATE INDEX reviews_overridereason_decision_id_df5179b3 ON public.reviews_overridereason USING btree (decision_id);
CREATE INDEX reviews_overridereason_reason_id_37b6a4f7 ON public.reviews_overridereason USING btree (reason_id);
CREATE INDEX reviews_policytarget_inbox_id_d4c8070e ON public.reviews_policytarget USING btree (inbox_id);
CREATE INDEX reviews_policytarget_policy_id_51ae0ce8 ON public.reviews_policytarget USING btree (policy_id);
CREATE INDEX reviews_practice_known_id_f7380d59 ON public.reviews_practice USING btree (known_id);
CREATE INDEX reviews_principalreason_code_fe883f6d ON public.reviews_principalreason USING btree (code);
CREATE INDEX reviews_principalreason_code_fe883f6d_like ON public.reviews_principalreason USING btree (code varchar_pattern_ops);
CREATE INDEX reviews_principalreason_decision_id_a292eb7f ON public.reviews_principalreason USING btree (decision_id);
CREATE INDEX reviews_recourseterms_set_by_id_543e3292 ON public.reviews_recourseterms USING btree (set_by_id);
CREATE INDEX reviews_recourseterms_system_id_a3a4caf9 ON public.reviews_recourseterms USING btree (system_id);
CREATE INDEX reviews_relation_subject_id_36a7acb9 ON public.reviews_relation USING btree (subject_id);
CREATE INDEX reviews_release_by_id_b98e7235 ON public.reviews_release USING btree (by_id);
CREATE INDEX reviews_reversalline_decision_id_b0ef781c ON public.reviews_reversalline USING btree (decision_id);
CREATE INDEX reviews_reversalline_run_id_92d631b0 ON public.reviews_reversalline USING btree (run_id);
CREATE INDEX reviews_reversalrequest_decision_id_2b6cc952 ON public.reviews_reversalrequest USING btree (decision_id);
CREATE INDEX reviews_reversalrun_by_id_055d85a7 ON public.reviews_reversalrun USING btree (by_id);
CREATE INDEX reviews_reversalrun_outcome_code_id_212fb9a3 ON public.reviews_reversalrun USING btree (outcome_code_id);
CREATE INDEX reviews_reversalrun_system_id_a8b2d917 ON public.reviews_reversalrun USING btree (system_id);
CREATE INDEX reviews_reviewitem_case_id_27ea7116 ON public.reviews_reviewitem USING btree (case_id);
CREATE INDEX reviews_reviewitem_recommendation_id_97660e73 ON public.reviews_reviewitem USING btree (recommendation_id);
CREATE INDEX reviews_reviewitem_system_id_1e51e13f ON public.reviews_reviewitem USING btree (system_id);
CREATE INDEX reviews_savedview_by_id_ee637f20 ON public.reviews_savedview USING btree (by_id);
CREATE INDEX reviews_skillasked_skill_id_6c0e8fdf ON public.reviews_skillasked USING btree (skill_id);
CREATE INDEX reviews_withdrawal_by_id_dd4dc96a ON public.reviews_withdrawal USING btree (by_id);
CREATE INDEX second_review_differs ON public.reviews_secondreview USING btree (inbox_id, given_at) WHERE (((result)::text = ANY ((ARRAY['DIFFERS'::character varying, 'CANNOT_SAY'::character varying])::text[])) AND (settled_at IS NULL));
CREATE INDEX second_review_of_inbox ON public.reviews_secondreview USING btree (inbox_id, given_at DESC);
CREATE INDEX second_review_waits ON public.reviews_secondreview USING btree (inbox_id, id) WHERE ((result)::text = ''::text);
CREATE INDEX signals_of_week ON public.measures_signaltally USING btree (system_id, week_on);
CREATE UNIQUE INDEX skill_held_once ON public.reviews_skillterm USING btree (skill_id, person_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX skill_once ON public.reviews_skill USING btree (inbox_id, lower((name)::text));
CREATE INDEX stay_of_inbox ON public.reviews_itemstay USING btree (inbox_id, left_at);
CREATE INDEX tally_of_week ON public.measures_decisiontally USING btree (system_id, week_on);
CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));
CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;
CREATE INDEX unseen_advise_due ON public.intake_unseenrecommendation USING btree (advise_due_at) WHERE (advise_due_at IS NOT NULL);
CREATE INDEX user_mailbox ON public.accounts_user USING btree (organisation_id, public.reviewhub_mailbox((email)::text));
CREATE INDEX week_report_written ON public.learning_weekreport USING btree (written_at);
ALTER INDEX public.audit_entry_case_id_said_at_idx ATTACH PARTITION public.audit_entry_rest_case_id_said_at_idx;
ALTER INDEX public.audit_entry_object_id_idx ATTACH PARTITION public.audit_entry_rest_object_id_idx;
ALTER INDEX public.audit_entry_pkey ATTACH PARTITION public.audit_entry_rest_pkey;
ALTER INDEX public.audit_entry_xid_id_idx ATTACH PARTITION public.audit_entry_rest_xid_id_idx;
ALTER INDEX public.delivery_attempt_delivery_id_idx ATTACH PARTITION public.delivery_attempt_rest_delivery_id_idx;
ALTER INDEX public.delivery_attempt_pkey ATTACH PARTITION public.delivery_attempt_rest_pkey;
ALTER INDEX public.measures_decisionfacts_case_id_idx ATTACH PARTITION public.measures_decisionfacts_rest_case_id_idx;
ALTER INDEX public.measures_decisionfacts_decision_id_idx ATTACH PARTITION public.measures_decisionfacts_rest_decision_id_idx;
ALTER INDEX public.measures_decisionfacts_pkey ATTACH PARTITION public.measures_decisionfacts_rest_pkey;
ALTER INDEX public.measures_decisionfacts_override_idx ATTACH PARTITION public.measures_decisionfacts_rest_system_id_decided_at_decision_i_idx;
ALTER INDEX public.measures_decisionfacts_system_id_decided_at_idx ATTACH PARTITION public.measures_decisionfacts_rest_system_id_decided_at_idx;
ALTER INDEX public.measures_worksignal_item_id_idx ATTACH PARTITION public.measures_worksignal_rest_item_id_idx;
ALTER INDEX public.measures_worksignal_pkey ATTACH PARTITION public.measures_worksignal_rest_pkey;
ALTER INDEX public.measures_worksignal_system_id_at_idx ATTACH PARTITION public.measures_worksignal_rest_system_id_at_idx;
CREATE TRIGGER answers_for_nobody BEFORE INSERT OR UPDATE OF result, closed_by_id ON public.reviews_appeal FOR EACH ROW WHEN (((new.result)::text = ANY ((ARRAY['STANDS'::character varying, 'CHANGED'::character varying, 'PARTLY'::character varying])::text[]))) EXECUTE FUNCTION public.reviewhub_answers_for_nobody();
CREATE TRIGGER appeal_chain BEFORE INSERT ON public.reviews_appeal FOR EACH ROW EXECUTE FUNCTION public.reviewhub_appeal_chain();
CREATE TRIGGER appeal_is_anothers BEFORE UPDATE OF holder_id ON public.reviews_reviewitem FOR EACH ROW WHEN ((((new.kind)::text = 'APPEAL'::text) AND (new.holder_id IS NOT NULL))) EXECUTE FUNCTION public.reviewhub_appeal_is_anothers();
CREATE TRIGGER approved_for BEFORE UPDATE ON public.reviews_approval FOR EACH ROW WHEN ((((new.result)::text = ANY ((ARRAY['UPHELD'::character varying, 'AMENDED'::character varying, 'REVERSED'::character varying, 'RETURNED'::character varying])::text[])) AND ((old.result)::text = ''::text))) EXECUTE FUNCTION public.reviewhub_approved_for();
CREATE TRIGGER decided_for BEFORE INSERT ON public.reviews_decision FOR EACH ROW WHEN ((new.delegation_id IS NOT NULL)) EXECUTE FUNCTION public.reviewhub_decided_for();
CREATE TRIGGER decider_of BEFORE INSERT OR UPDATE OF decided_by_id, decision_id ON public.reviews_secondreview FOR EACH ROW EXECUTE FUNCTION public.reviewhub_decider_of();
CREATE TRIGGER delegation_fits BEFORE INSERT ON public.accounts_delegation FOR EACH ROW EXECUTE FUNCTION public.reviewhub_delegation_fits();
CREATE TRIGGER glass_of_admins BEFORE INSERT ON public.accounts_breakglass FOR EACH ROW EXECUTE FUNCTION public.reviewhub_glass_of_admins();
CREATE TRIGGER looks_for_nobody BEFORE INSERT OR UPDATE OF reviewer_id, settled_by_id ON public.reviews_secondreview FOR EACH ROW WHEN (((new.reviewer_id IS NOT NULL) OR (new.settled_by_id IS NOT NULL))) EXECUTE FUNCTION public.reviewhub_looks_for_nobody();
CREATE TRIGGER one_fate BEFORE INSERT ON public.reviews_release FOR EACH ROW EXECUTE FUNCTION public.reviewhub_one_fate();
CREATE TRIGGER one_fate BEFORE INSERT ON public.reviews_withdrawal FOR EACH ROW EXECUTE FUNCTION public.reviewhub_one_fate();
CREATE TRIGGER only_ends BEFORE UPDATE ON public.accounts_breakglass FOR EACH ROW EXECUTE FUNCTION public.reviewhub_only_ends();
CREATE TRIGGER only_ends BEFORE UPDATE ON public.accounts_delegation FOR EACH ROW EXECUTE FUNCTION public.reviewhub_only_ends();
CREATE TRIGGER only_ends BEFORE UPDATE ON public.accounts_standin FOR EACH ROW EXECUTE FUNCTION public.reviewhub_only_ends();
CREATE TRIGGER second_is_another BEFORE UPDATE OF holder_id ON public.reviews_reviewitem FOR EACH ROW WHEN ((((new.kind)::text = 'SECOND_REVIEW'::text) AND (new.holder_id IS NOT NULL))) EXECUTE FUNCTION public.reviewhub_second_is_another();
CREATE TRIGGER second_person BEFORE UPDATE ON public.reviews_approval FOR EACH ROW EXECUTE FUNCTION public.reviewhub_second_person();
CREATE TRIGGER stays BEFORE DELETE OR UPDATE OF id ON public.policy_policyversion FOR EACH ROW EXECUTE FUNCTION public.reviewhub_stays();
CREATE TRIGGER stays BEFORE DELETE OR UPDATE OF id ON public.registry_aisystem FOR EACH ROW EXECUTE FUNCTION public.reviewhub_stays();
CREATE TRIGGER stays BEFORE DELETE OR UPDATE OF id ON public.registry_contextcontract FOR EACH ROW EXECUTE FUNCTION public.reviewhub_stays();
CREATE TRIGGER stays BEFORE DELETE OR UPDATE OF id ON public.registry_outcomecode FOR EACH ROW EXECUTE FUNCTION public.reviewhub_stays();
CREATE TRIGGER stays BEFORE DELETE OR UPDATE OF id ON public.registry_sourcesystem FOR EACH ROW EXECUTE FUNCTION public.reviewhub_stays();
CREATE TRIGGER stays BEFORE DELETE OR UPDATE OF id ON public.reviews_inbox FOR EACH ROW EXECUTE FUNCTION public.reviewhub_stays();
CREATE TRIGGER stays AFTER UPDATE OF inbox_id, closed_at ON public.reviews_reviewitem FOR EACH ROW WHEN (((old.inbox_id <> new.inbox_id) OR (old.closed_at IS DISTINCT FROM new.closed_at))) EXECUTE FUNCTION public.reviewhub_stay();
CREATE TRIGGER unrelated BEFORE UPDATE ON public.reviews_approval FOR EACH ROW WHEN ((((new.result)::text = ANY ((ARRAY['UPHELD'::character varying, 'AMENDED'::character varying, 'REVERSED'::character varying, 'RETURNED'::character varying])::text[])) AND ((old.result)::text = ''::text))) EXECUTE FUNCTION public.reviewhub_unrelated_approver();
CREATE TRIGGER unrelated BEFORE INSERT ON public.reviews_decision FOR EACH ROW WHEN ((new.item_id IS NOT NULL)) EXECUTE FUNCTION public.reviewhub_unrelated();
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_actor
    ADD CONSTRAINT accounts_actor_organisation_id_c7821335_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_apikey
    ADD CONSTRAINT accounts_apikey_actor_id_3418c5f2_fk_accounts_actor_id FOREIGN KEY (actor_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_apikey
    ADD CONSTRAINT accounts_apikey_revoked_by_id_c794153d_fk_accounts_actor_id FOREIGN KEY (revoked_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_breakglass
    ADD CONSTRAINT accounts_breakglass_admin_id_af04d86c_fk_accounts_user_id FOREIGN KEY (admin_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_breakglass
    ADD CONSTRAINT accounts_breakglass_closed_by_id_7f0d128e_fk_accounts_actor_id FOREIGN KEY (closed_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_breakglass
    ADD CONSTRAINT accounts_breakglass_organisation_id_9f0af083_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_delegation
    ADD CONSTRAINT accounts_delegation_ended_by_id_d0e13199_fk_accounts_actor_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_delegation
    ADD CONSTRAINT accounts_delegation_giver_id_d7e4229c_fk_accounts_user_id FOREIGN KEY (giver_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_delegation
    ADD CONSTRAINT accounts_delegation_organisation_id_0fa1add4_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_delegation
    ADD CONSTRAINT accounts_delegation_to_id_5374e511_fk_accounts_user_id FOREIGN KEY (to_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_grantchange
    ADD CONSTRAINT accounts_grantchange_by_id_387032cd_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_grantchange
    ADD CONSTRAINT accounts_grantchange_organisation_id_39777c3a_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_grantchange
    ADD CONSTRAINT accounts_grantchange_person_id_6b3878da_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_grantterm
    ADD CONSTRAINT accounts_grantterm_given_by_id_2f83e1cc_fk_accounts_actor_id FOREIGN KEY (given_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_grantterm
    ADD CONSTRAINT accounts_grantterm_organisation_id_1c084043_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_grantterm
    ADD CONSTRAINT accounts_grantterm_user_id_d32506aa_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_machineclient
    ADD CONSTRAINT accounts_machineclie_organisation_id_b5f88ce0_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_machineclient
    ADD CONSTRAINT accounts_machineclient_actor_id_ba8544af_fk_accounts_actor_id FOREIGN KEY (actor_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_personchange
    ADD CONSTRAINT accounts_personchange_by_id_5c2ee954_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_personchange
    ADD CONSTRAINT accounts_personchange_person_id_a197578c_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_roleassignment
    ADD CONSTRAINT accounts_roleassignment_user_id_ce5bcc18_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_standin
    ADD CONSTRAINT accounts_standin_ended_by_id_8109b687_fk_accounts_actor_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_standin
    ADD CONSTRAINT accounts_standin_listed_by_id_03313663_fk_accounts_actor_id FOREIGN KEY (listed_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_standin
    ADD CONSTRAINT accounts_standin_organisation_id_46299ff5_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_standin
    ADD CONSTRAINT accounts_standin_person_id_bae6211e_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_timeaway
    ADD CONSTRAINT accounts_timeaway_person_id_141cc201_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_timeaway
    ADD CONSTRAINT accounts_timeaway_stand_in_id_f07e1fba_fk_accounts_user_id FOREIGN KEY (stand_in_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_timeaway
    ADD CONSTRAINT accounts_timeaway_stated_by_id_27b433d8_fk_accounts_actor_id FOREIGN KEY (stated_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_actor_id_fc0046ba_fk_accounts_actor_id FOREIGN KEY (actor_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_group_id_bd11a704_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_user_id_52b62117_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_organisation_id_492f00a6_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_p_permission_id_113bb443_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_p_user_id_e4f0a161_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_workingtime
    ADD CONSTRAINT accounts_workingtime_organisation_id_279df7f5_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_answerdelivery
    ADD CONSTRAINT delivery_answerdeliv_source_id_7ec78c52_fk_registry_ FOREIGN KEY (source_id) REFERENCES public.registry_sourcesystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_answerdelivery
    ADD CONSTRAINT delivery_answerdelivery_appeal_id_99512e5c_fk_reviews_appeal_id FOREIGN KEY (appeal_id) REFERENCES public.reviews_appeal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_delivery
    ADD CONSTRAINT delivery_delivery_decision_id_320ef69d_fk_reviews_decision_id FOREIGN KEY (decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_delivery
    ADD CONSTRAINT delivery_delivery_source_id_252b7ec2_fk_registry_ FOREIGN KEY (source_id) REFERENCES public.registry_sourcesystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_receipt
    ADD CONSTRAINT delivery_receipt_delivery_id_a9e6037c_fk_delivery_delivery_id FOREIGN KEY (delivery_id) REFERENCES public.delivery_delivery(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.delivery_receipt
    ADD CONSTRAINT delivery_receipt_source_id_fef55c35_fk_registry_sourcesystem_id FOREIGN KEY (source_id) REFERENCES public.registry_sourcesystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobject_content_type_id_7ade36b8_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobject_group_id_4bbbfb62_fk_auth_grou FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobject_permission_id_36572738_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectp_content_type_id_2e892405_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectp_permission_id_71807bfc_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectp_user_id_d5c1e964_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_case
    ADD CONSTRAINT intake_case_subject_id_3168372d_fk_intake_subject_id FOREIGN KEY (subject_id) REFERENCES public.intake_subject(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_contextsnapshot
    ADD CONSTRAINT intake_contextsnapshot_case_id_f8ee027e_fk_intake_case_id FOREIGN KEY (case_id) REFERENCES public.intake_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_evidence
    ADD CONSTRAINT intake_evidence_case_id_80fc9780_fk_intake_case_id FOREIGN KEY (case_id) REFERENCES public.intake_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_evidence
    ADD CONSTRAINT intake_evidence_subject_id_f5252d57_fk_intake_subject_id FOREIGN KEY (subject_id) REFERENCES public.intake_subject(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_evidencepage
    ADD CONSTRAINT intake_evidencepage_evidence_id_38b04157_fk_intake_evidence_id FOREIGN KEY (evidence_id) REFERENCES public.intake_evidence(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_factchange
    ADD CONSTRAINT intake_factchange_before_id_9902cfbf_fk_intake_co FOREIGN KEY (before_id) REFERENCES public.intake_contextsnapshot(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_factchange
    ADD CONSTRAINT intake_factchange_case_id_c2103a71_fk_intake_case_id FOREIGN KEY (case_id) REFERENCES public.intake_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_factchange
    ADD CONSTRAINT intake_factchange_recommendation_id_1c3da82f_fk_intake_re FOREIGN KEY (recommendation_id) REFERENCES public.intake_recommendation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_factchange
    ADD CONSTRAINT intake_factchange_snapshot_id_8699bc5c_fk_intake_co FOREIGN KEY (snapshot_id) REFERENCES public.intake_contextsnapshot(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_protectedfact
    ADD CONSTRAINT intake_protectedfact_case_id_52509653_fk_intake_case_id FOREIGN KEY (case_id) REFERENCES public.intake_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_recommendation
    ADD CONSTRAINT intake_recommendatio_snapshot_id_4230eb3c_fk_intake_co FOREIGN KEY (snapshot_id) REFERENCES public.intake_contextsnapshot(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_recommendation
    ADD CONSTRAINT intake_recommendation_case_id_8613a1a7_fk_intake_case_id FOREIGN KEY (case_id) REFERENCES public.intake_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_unseenrecommendation
    ADD CONSTRAINT intake_unseenrecomme_advised_as_id_ec859606_fk_intake_re FOREIGN KEY (advised_as_id) REFERENCES public.intake_recommendation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_unseenrecommendation
    ADD CONSTRAINT intake_unseenrecomme_outcome_code_id_8f68a0e1_fk_registry_ FOREIGN KEY (outcome_code_id) REFERENCES public.registry_outcomecode(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_unseenrecommendation
    ADD CONSTRAINT intake_unseenrecomme_snapshot_id_4b912a71_fk_intake_co FOREIGN KEY (snapshot_id) REFERENCES public.intake_contextsnapshot(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_unseenrecommendation
    ADD CONSTRAINT intake_unseenrecomme_system_id_fd9509c2_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_unseenrecommendation
    ADD CONSTRAINT intake_unseenrecommendation_case_id_85b1ca7b_fk_intake_case_id FOREIGN KEY (case_id) REFERENCES public.intake_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_effect
    ADD CONSTRAINT learning_effect_fix_id_e428ada2_fk_learning_fix_id FOREIGN KEY (fix_id) REFERENCES public.learning_fix(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_finding
    ADD CONSTRAINT learning_finding_assigned_to_id_1a13babb_fk_accounts_actor_id FOREIGN KEY (assigned_to_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_finding
    ADD CONSTRAINT learning_finding_first_pattern_id_ecf2a028_fk_learning_ FOREIGN KEY (first_pattern_id) REFERENCES public.learning_pattern(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_finding
    ADD CONSTRAINT learning_finding_last_pattern_id_48285aef_fk_learning_ FOREIGN KEY (last_pattern_id) REFERENCES public.learning_pattern(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_finding
    ADD CONSTRAINT learning_finding_system_id_9f3606ba_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_findingstep
    ADD CONSTRAINT learning_findingstep_by_id_fb6ceeaf_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_findingstep
    ADD CONSTRAINT learning_findingstep_finding_id_d89002f6_fk_learning_finding_id FOREIGN KEY (finding_id) REFERENCES public.learning_finding(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_findingstep
    ADD CONSTRAINT learning_findingstep_to_id_5c55b2f5_fk_accounts_actor_id FOREIGN KEY (to_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_findingtally
    ADD CONSTRAINT learning_findingtall_finding_id_922944ba_fk_learning_ FOREIGN KEY (finding_id) REFERENCES public.learning_finding(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_fix
    ADD CONSTRAINT learning_fix_author_id_d383ced6_fk_accounts_actor_id FOREIGN KEY (author_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_fix
    ADD CONSTRAINT learning_fix_contract_draft_id_4d1966b5_fk_registry_ FOREIGN KEY (contract_draft_id) REFERENCES public.registry_contractdraft(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_fix
    ADD CONSTRAINT learning_fix_contract_id_2a06bda8_fk_registry_ FOREIGN KEY (contract_id) REFERENCES public.registry_contextcontract(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_fix
    ADD CONSTRAINT learning_fix_finding_id_d1ee6bad_fk_learning_finding_id FOREIGN KEY (finding_id) REFERENCES public.learning_finding(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_fix
    ADD CONSTRAINT learning_fix_policy_id_2828c692_fk_policy_policyversion_id FOREIGN KEY (policy_id) REFERENCES public.policy_policyversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_fix
    ADD CONSTRAINT learning_fix_replay_id_168c0388_fk_measures_replay_id FOREIGN KEY (replay_id) REFERENCES public.measures_replay(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_fix
    ADD CONSTRAINT learning_fix_signed_by_id_7d9a85b5_fk_accounts_actor_id FOREIGN KEY (signed_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_fix
    ADD CONSTRAINT learning_fix_system_id_db1b28a7_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_miningpart
    ADD CONSTRAINT learning_miningpart_run_id_6ee5dd7c_fk_learning_miningrun_id FOREIGN KEY (run_id) REFERENCES public.learning_miningrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_miningrun
    ADD CONSTRAINT learning_miningrun_asked_by_id_7d6122dc_fk_accounts_actor_id FOREIGN KEY (asked_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_miningrun
    ADD CONSTRAINT learning_miningrun_repeats_id_506e6d52_fk_learning_miningrun_id FOREIGN KEY (repeats_id) REFERENCES public.learning_miningrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_miningrun
    ADD CONSTRAINT learning_miningrun_system_id_73ad8822_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_noteday
    ADD CONSTRAINT learning_noteday_system_id_dc99c265_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_notegroup
    ADD CONSTRAINT learning_notegroup_grouping_id_ca10e13c_fk_learning_ FOREIGN KEY (grouping_id) REFERENCES public.learning_notegrouping(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_notegroup
    ADD CONSTRAINT learning_notegroup_same_as_id_e3038247_fk_learning_notegroup_id FOREIGN KEY (same_as_id) REFERENCES public.learning_notegroup(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_notegrouping
    ADD CONSTRAINT learning_notegroupin_system_id_fadacde8_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_notelabel
    ADD CONSTRAINT learning_notelabel_by_id_e0088948_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_notelabel
    ADD CONSTRAINT learning_notelabel_group_id_912e268e_fk_learning_notegroup_id FOREIGN KEY (group_id) REFERENCES public.learning_notegroup(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_notelook
    ADD CONSTRAINT learning_notelook_by_id_0abd2bad_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_notelook
    ADD CONSTRAINT learning_notelook_system_id_0a1b1fed_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_pattern
    ADD CONSTRAINT learning_pattern_run_id_881cee9c_fk_learning_miningrun_id FOREIGN KEY (run_id) REFERENCES public.learning_miningrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_sharpnote
    ADD CONSTRAINT learning_sharpnote_day_id_1476850a_fk_learning_noteday_id FOREIGN KEY (day_id) REFERENCES public.learning_noteday(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_sharpnote
    ADD CONSTRAINT learning_sharpnote_decision_id_e1bc3008_fk_reviews_decision_id FOREIGN KEY (decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.learning_weekreport
    ADD CONSTRAINT learning_weekreport_system_id_9e3dc709_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_brokensuggestion
    ADD CONSTRAINT measures_brokensugge_recommendation_id_9bd50071_fk_intake_re FOREIGN KEY (recommendation_id) REFERENCES public.intake_recommendation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_brokensuggestion
    ADD CONSTRAINT measures_brokensugge_system_id_47009db9_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_brokentakenback
    ADD CONSTRAINT measures_brokentaken_report_id_520e07f0_fk_measures_ FOREIGN KEY (report_id) REFERENCES public.measures_brokensuggestion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_calibrationbin
    ADD CONSTRAINT measures_calibration_system_id_a20aba34_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_calibration
    ADD CONSTRAINT measures_calibration_system_id_c3877848_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_contextcount
    ADD CONSTRAINT measures_contextcoun_system_id_496d827a_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_contextrepair
    ADD CONSTRAINT measures_contextrepa_system_id_6506017c_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_decisiontally
    ADD CONSTRAINT measures_decisiontal_system_id_25cc5ce9_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_definitionquestion
    ADD CONSTRAINT measures_definitionq_asked_by_id_7c5a6194_fk_accounts_ FOREIGN KEY (asked_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_definitionquestion
    ADD CONSTRAINT measures_definitionq_closed_by_id_9c79dace_fk_accounts_ FOREIGN KEY (closed_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_definitionquestion
    ADD CONSTRAINT measures_definitionq_system_id_17409aed_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_definitionquestion
    ADD CONSTRAINT measures_definitionquestion_to_id_62c54d0c_fk_accounts_actor_id FOREIGN KEY (to_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_groundingcount
    ADD CONSTRAINT measures_groundingco_system_id_1f874f9c_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_measurement
    ADD CONSTRAINT measures_measurement_system_id_45cb41d6_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_modeltally
    ADD CONSTRAINT measures_modeltally_system_id_b8d6c8d0_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_modelversion
    ADD CONSTRAINT measures_modelversio_system_id_a391ae28_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_outcome
    ADD CONSTRAINT measures_outcome_case_id_af83e801_fk_intake_case_id FOREIGN KEY (case_id) REFERENCES public.intake_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_replay
    ADD CONSTRAINT measures_replay_base_id_158cbbe1_fk_policy_policyversion_id FOREIGN KEY (base_id) REFERENCES public.policy_policyversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_replay
    ADD CONSTRAINT measures_replay_by_id_6d8d0fc1_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_replay
    ADD CONSTRAINT measures_replay_draft_id_61df82a8_fk_policy_policyversion_id FOREIGN KEY (draft_id) REFERENCES public.policy_policyversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_replay
    ADD CONSTRAINT measures_replay_system_id_3a86f1e7_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_replaycase
    ADD CONSTRAINT measures_replaycase_recommendation_id_a75d9afa_fk_intake_re FOREIGN KEY (recommendation_id) REFERENCES public.intake_recommendation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_replaycase
    ADD CONSTRAINT measures_replaycase_replay_id_3d8b5981_fk_measures_replay_id FOREIGN KEY (replay_id) REFERENCES public.measures_replay(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_signaltally
    ADD CONSTRAINT measures_signaltally_system_id_9cf6fca3_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_sourcealarm
    ADD CONSTRAINT measures_sourcealarm_system_id_7223855c_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.measures_tallied
    ADD CONSTRAINT measures_tallied_system_id_96d5093f_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notify_digest
    ADD CONSTRAINT notify_digest_to_id_24e06c42_fk_accounts_actor_id FOREIGN KEY (to_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notify_notification
    ADD CONSTRAINT notify_notification_to_id_fd399797_fk_accounts_actor_id FOREIGN KEY (to_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.policy_phantomverdict
    ADD CONSTRAINT policy_phantomverdic_recommendation_id_4a41e481_fk_intake_re FOREIGN KEY (recommendation_id) REFERENCES public.intake_recommendation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.policy_phantomverdict
    ADD CONSTRAINT policy_phantomverdict_run_id_dad9a991_fk_policy_shadowrun_id FOREIGN KEY (run_id) REFERENCES public.policy_shadowrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.policy_policyversion
    ADD CONSTRAINT policy_policyversion_approved_by_id_507a6815_fk_accounts_ FOREIGN KEY (approved_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.policy_policyversion
    ADD CONSTRAINT policy_policyversion_author_id_363dc041_fk_accounts_actor_id FOREIGN KEY (author_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.policy_policyversion
    ADD CONSTRAINT policy_policyversion_base_id_f64cfe66_fk_policy_po FOREIGN KEY (base_id) REFERENCES public.policy_policyversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.policy_policyversion
    ADD CONSTRAINT policy_policyversion_held_by_id_dd3bd9c9_fk_accounts_actor_id FOREIGN KEY (held_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.policy_policyversion
    ADD CONSTRAINT policy_policyversion_proposed_by_id_676d630f_fk_accounts_ FOREIGN KEY (proposed_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.policy_policyversion
    ADD CONSTRAINT policy_policyversion_shadow_id_394564f9_fk_policy_shadowrun_id FOREIGN KEY (shadow_id) REFERENCES public.policy_shadowrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.policy_policyversion
    ADD CONSTRAINT policy_policyversion_system_id_e86a7da6_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.policy_segmentset
    ADD CONSTRAINT policy_segmentset_approved_by_id_dcbeab9f_fk_accounts_actor_id FOREIGN KEY (approved_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.policy_segmentset
    ADD CONSTRAINT policy_segmentset_author_id_b8954cf5_fk_accounts_actor_id FOREIGN KEY (author_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.policy_segmentset
    ADD CONSTRAINT policy_segmentset_proposed_by_id_dd47cd9b_fk_accounts_actor_id FOREIGN KEY (proposed_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.policy_segmentset
    ADD CONSTRAINT policy_segmentset_system_id_54471e1a_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.policy_shadowrun
    ADD CONSTRAINT policy_shadowrun_by_id_a96f80e0_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.policy_shadowrun
    ADD CONSTRAINT policy_shadowrun_policy_id_ba01287b_fk_policy_policyversion_id FOREIGN KEY (policy_id) REFERENCES public.policy_policyversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.policy_verdict
    ADD CONSTRAINT policy_verdict_recommendation_id_198012a8_fk_intake_re FOREIGN KEY (recommendation_id) REFERENCES public.intake_recommendation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_absence
    ADD CONSTRAINT registry_absence_deputy_id_08c5a3b3_fk_accounts_user_id FOREIGN KEY (deputy_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_absence
    ADD CONSTRAINT registry_absence_owner_id_bc7498c5_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_absence
    ADD CONSTRAINT registry_absence_system_id_48a94d76_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_aisystem
    ADD CONSTRAINT registry_aisystem_organisation_id_eedf57ab_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_aisystem
    ADD CONSTRAINT registry_aisystem_owner_id_d4939b98_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_aisystem
    ADD CONSTRAINT registry_aisystem_source_id_d86014d0_fk_registry_ FOREIGN KEY (source_id) REFERENCES public.registry_sourcesystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_authoritylimit
    ADD CONSTRAINT registry_authorityli_ended_by_id_941ed239_fk_accounts_ FOREIGN KEY (ended_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_authoritylimit
    ADD CONSTRAINT registry_authorityli_outcome_code_id_7eea2ed1_fk_registry_ FOREIGN KEY (outcome_code_id) REFERENCES public.registry_outcomecode(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_authoritylimit
    ADD CONSTRAINT registry_authorityli_system_id_4c6d58fa_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_authoritylimit
    ADD CONSTRAINT registry_authoritylimit_person_id_327b16f0_fk_accounts_actor_id FOREIGN KEY (person_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_authoritylimit
    ADD CONSTRAINT registry_authoritylimit_set_by_id_5798f551_fk_accounts_actor_id FOREIGN KEY (set_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_autonomy
    ADD CONSTRAINT registry_autonomy_system_id_a4d84571_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_contextcontract
    ADD CONSTRAINT registry_contextcont_system_id_fc3f2bc5_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_contextcontract
    ADD CONSTRAINT registry_contextcontract_by_id_546fae60_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_contractdraft
    ADD CONSTRAINT registry_contractdra_adopted_as_id_597c6fb6_fk_registry_ FOREIGN KEY (adopted_as_id) REFERENCES public.registry_contextcontract(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_contractdraft
    ADD CONSTRAINT registry_contractdra_base_id_e2768be7_fk_registry_ FOREIGN KEY (base_id) REFERENCES public.registry_contextcontract(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_contractdraft
    ADD CONSTRAINT registry_contractdra_proposed_by_id_2dd7ceb9_fk_accounts_ FOREIGN KEY (proposed_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_contractdraft
    ADD CONSTRAINT registry_contractdra_system_id_07c5c5b9_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_contractdraft
    ADD CONSTRAINT registry_contractdraft_author_id_788b478d_fk_accounts_actor_id FOREIGN KEY (author_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_contractdraft
    ADD CONSTRAINT registry_contractdraft_held_by_id_b6df5722_fk_accounts_actor_id FOREIGN KEY (held_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_contracttrial
    ADD CONSTRAINT registry_contracttri_draft_id_349350c8_fk_registry_ FOREIGN KEY (draft_id) REFERENCES public.registry_contractdraft(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_modellineup
    ADD CONSTRAINT registry_modellineup_by_id_c5f947f1_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_modellineup
    ADD CONSTRAINT registry_modellineup_system_id_f332b8cc_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_outcomecode
    ADD CONSTRAINT registry_outcomecode_system_id_6577b034_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_ownershipoffer
    ADD CONSTRAINT registry_ownershipof_offered_by_id_5404d0a9_fk_accounts_ FOREIGN KEY (offered_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_ownershipoffer
    ADD CONSTRAINT registry_ownershipof_system_id_9151aa8e_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_ownershipoffer
    ADD CONSTRAINT registry_ownershipoffer_to_id_f491035c_fk_accounts_user_id FOREIGN KEY (to_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_pause
    ADD CONSTRAINT registry_pause_by_id_cef735fa_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_pause
    ADD CONSTRAINT registry_pause_system_id_5e9b1319_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_pausespan
    ADD CONSTRAINT registry_pausespan_by_id_8c5a69a2_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_pausespan
    ADD CONSTRAINT registry_pausespan_ended_by_id_1d26f4dd_fk_accounts_actor_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_pausespan
    ADD CONSTRAINT registry_pausespan_system_id_41748eaa_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_posture
    ADD CONSTRAINT registry_posture_by_id_e0b4d7d7_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_posture
    ADD CONSTRAINT registry_posture_system_id_1f5d53e4_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_posturedraft
    ADD CONSTRAINT registry_posturedraf_signed_as_id_0deb869c_fk_registry_ FOREIGN KEY (signed_as_id) REFERENCES public.registry_posture(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_posturedraft
    ADD CONSTRAINT registry_posturedraf_system_id_702f9637_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_posturedraft
    ADD CONSTRAINT registry_posturedraft_author_id_5cae1b85_fk_accounts_actor_id FOREIGN KEY (author_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_posturedraft
    ADD CONSTRAINT registry_posturedraft_base_id_809d1422_fk_registry_posture_id FOREIGN KEY (base_id) REFERENCES public.registry_posture(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_reason
    ADD CONSTRAINT registry_reason_reason_set_id_71f7a73b_fk_registry_reasonset_id FOREIGN KEY (reason_set_id) REFERENCES public.registry_reasonset(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_reasonchange
    ADD CONSTRAINT registry_reasonchang_reason_set_id_0c2a17a5_fk_registry_ FOREIGN KEY (reason_set_id) REFERENCES public.registry_reasonset(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_reasonchange
    ADD CONSTRAINT registry_reasonchang_system_id_76613975_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_reasonchange
    ADD CONSTRAINT registry_reasonchange_by_id_7449bf41_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_reasonset
    ADD CONSTRAINT registry_reasonset_by_id_96dbfd4d_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_reasonset
    ADD CONSTRAINT registry_reasonset_system_id_fbedf9c2_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.registry_sourcesystem
    ADD CONSTRAINT registry_sourcesyste_organisation_id_40b74599_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_appeal
    ADD CONSTRAINT reviews_appeal_case_id_c881f6f1_fk_intake_case_id FOREIGN KEY (case_id) REFERENCES public.intake_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_appeal
    ADD CONSTRAINT reviews_appeal_closed_by_id_e6f083d3_fk_accounts_actor_id FOREIGN KEY (closed_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_appeal
    ADD CONSTRAINT reviews_appeal_decision_id_fb9a9e0f_fk_reviews_decision_id FOREIGN KEY (decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_appeal
    ADD CONSTRAINT reviews_appeal_inbox_id_0753d1e5_fk_reviews_inbox_id FOREIGN KEY (inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_appeal
    ADD CONSTRAINT reviews_appeal_item_id_58918627_fk_reviews_reviewitem_id FOREIGN KEY (item_id) REFERENCES public.reviews_reviewitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_appeal
    ADD CONSTRAINT reviews_appeal_link_id_8b8faec1_fk_reviews_contestlink_id FOREIGN KEY (link_id) REFERENCES public.reviews_contestlink(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_appeal
    ADD CONSTRAINT reviews_appeal_registered_by_id_3a196fce_fk_accounts_actor_id FOREIGN KEY (registered_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_appeal
    ADD CONSTRAINT reviews_appeal_reversal_id_e16d5cbe_fk_reviews_decision_id FOREIGN KEY (reversal_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_appeal
    ADD CONSTRAINT reviews_appeal_system_id_1920851f_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_approval
    ADD CONSTRAINT reviews_approval_closed_by_id_db5b6069_fk_accounts_actor_id FOREIGN KEY (closed_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_approval
    ADD CONSTRAINT reviews_approval_decided_by_id_5411f5a8_fk_accounts_actor_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_approval
    ADD CONSTRAINT reviews_approval_decision_id_f6c09212_fk_reviews_decision_id FOREIGN KEY (decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_approval
    ADD CONSTRAINT reviews_approval_delegation_id_fe5fa4d2_fk_accounts_ FOREIGN KEY (delegation_id) REFERENCES public.accounts_delegation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_approval
    ADD CONSTRAINT reviews_approval_inbox_id_0e756cad_fk_reviews_inbox_id FOREIGN KEY (inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_approval
    ADD CONSTRAINT reviews_approval_instead_id_2fdd2cf6_fk_reviews_decision_id FOREIGN KEY (instead_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_approval
    ADD CONSTRAINT reviews_approval_item_id_aec1e7b1_fk_reviews_reviewitem_id FOREIGN KEY (item_id) REFERENCES public.reviews_reviewitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_approval
    ADD CONSTRAINT reviews_approval_system_id_413888aa_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_capacity
    ADD CONSTRAINT reviews_capacity_inbox_id_844404e3_fk_reviews_inbox_id FOREIGN KEY (inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_capacity
    ADD CONSTRAINT reviews_capacity_person_id_e7b9d179_fk_accounts_actor_id FOREIGN KEY (person_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_capacity
    ADD CONSTRAINT reviews_capacity_set_by_id_85c64987_fk_accounts_actor_id FOREIGN KEY (set_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_claim
    ADD CONSTRAINT reviews_claim_by_id_ace212d6_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_claim
    ADD CONSTRAINT reviews_claim_item_id_52045795_fk_reviews_reviewitem_id FOREIGN KEY (item_id) REFERENCES public.reviews_reviewitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_contestlink
    ADD CONSTRAINT reviews_contestlink_decision_id_4a1083ee_fk_reviews_decision_id FOREIGN KEY (decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_contestlink
    ADD CONSTRAINT reviews_contestlink_explanation_id_4c2de0d3_fk_reviews_e FOREIGN KEY (explanation_id) REFERENCES public.reviews_explanation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_contestlink
    ADD CONSTRAINT reviews_contestlink_issued_by_id_4b382b3e_fk_accounts_actor_id FOREIGN KEY (issued_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_decision
    ADD CONSTRAINT reviews_decision_by_id_85bc78ce_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_decision
    ADD CONSTRAINT reviews_decision_case_id_ba5558bc_fk_intake_case_id FOREIGN KEY (case_id) REFERENCES public.intake_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_decision
    ADD CONSTRAINT reviews_decision_delegation_id_809f2c13_fk_accounts_ FOREIGN KEY (delegation_id) REFERENCES public.accounts_delegation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_decision
    ADD CONSTRAINT reviews_decision_outcome_code_id_4ace62c3_fk_registry_ FOREIGN KEY (outcome_code_id) REFERENCES public.registry_outcomecode(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_decision
    ADD CONSTRAINT reviews_decision_policy_id_0f679878_fk_policy_policyversion_id FOREIGN KEY (policy_id) REFERENCES public.policy_policyversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_decision
    ADD CONSTRAINT reviews_decision_recommendation_id_cc60e87c_fk_intake_re FOREIGN KEY (recommendation_id) REFERENCES public.intake_recommendation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_decision
    ADD CONSTRAINT reviews_decision_reverses_id_eb301646_fk_reviews_decision_id FOREIGN KEY (reverses_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_draft
    ADD CONSTRAINT reviews_draft_by_id_27ebddf9_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_draft
    ADD CONSTRAINT reviews_draft_item_id_b3e37d12_fk_reviews_reviewitem_id FOREIGN KEY (item_id) REFERENCES public.reviews_reviewitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_escalation
    ADD CONSTRAINT reviews_escalation_closed_by_id_60d0491a_fk_accounts_actor_id FOREIGN KEY (closed_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_escalation
    ADD CONSTRAINT reviews_escalation_from_inbox_id_0e7ca247_fk_reviews_inbox_id FOREIGN KEY (from_inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_escalation
    ADD CONSTRAINT reviews_escalation_item_id_f7aed9fc_fk_reviews_reviewitem_id FOREIGN KEY (item_id) REFERENCES public.reviews_reviewitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_escalation
    ADD CONSTRAINT reviews_escalation_raised_by_id_73eaf9b5_fk_accounts_actor_id FOREIGN KEY (raised_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_escalation
    ADD CONSTRAINT reviews_escalation_to_inbox_id_9a0e89b1_fk_reviews_inbox_id FOREIGN KEY (to_inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_evidencemark
    ADD CONSTRAINT reviews_evidencemark_by_id_5387efdf_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_evidencemark
    ADD CONSTRAINT reviews_evidencemark_case_id_ec355054_fk_intake_case_id FOREIGN KEY (case_id) REFERENCES public.intake_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_evidencemark
    ADD CONSTRAINT reviews_evidencemark_evidence_id_53a9bc2e_fk_intake_evidence_id FOREIGN KEY (evidence_id) REFERENCES public.intake_evidence(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_explanation
    ADD CONSTRAINT reviews_explanation_by_id_7ec822dc_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_explanation
    ADD CONSTRAINT reviews_explanation_decision_id_8ee7cb58_fk_reviews_decision_id FOREIGN KEY (decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_factcorrection
    ADD CONSTRAINT reviews_factcorrecti_decision_id_25284311_fk_reviews_d FOREIGN KEY (decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_question
    ADD CONSTRAINT reviews_factquestion_asked_by_id_6099fa4e_fk_accounts_actor_id FOREIGN KEY (asked_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_question
    ADD CONSTRAINT reviews_factquestion_closed_by_id_d82ecddd_fk_accounts_actor_id FOREIGN KEY (closed_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_question
    ADD CONSTRAINT reviews_factquestion_item_id_cf27c35e_fk_reviews_reviewitem_id FOREIGN KEY (item_id) REFERENCES public.reviews_reviewitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_question
    ADD CONSTRAINT reviews_factquestion_system_id_3f924964_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_firstview
    ADD CONSTRAINT reviews_firstview_by_id_ee8856e6_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_firstview
    ADD CONSTRAINT reviews_firstview_item_id_748224a1_fk_reviews_reviewitem_id FOREIGN KEY (item_id) REFERENCES public.reviews_reviewitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_firstview
    ADD CONSTRAINT reviews_firstview_outcome_code_id_f0a24490_fk_registry_ FOREIGN KEY (outcome_code_id) REFERENCES public.registry_outcomecode(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_firstview
    ADD CONSTRAINT reviews_firstview_recommendation_id_afcf7002_fk_intake_re FOREIGN KEY (recommendation_id) REFERENCES public.intake_recommendation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_followup
    ADD CONSTRAINT reviews_followup_closed_by_id_6cd57363_fk_accounts_actor_id FOREIGN KEY (closed_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_followup
    ADD CONSTRAINT reviews_followup_decision_id_a04d0c91_fk_reviews_decision_id FOREIGN KEY (decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_followup
    ADD CONSTRAINT reviews_followup_inbox_id_4e59cf0d_fk_reviews_inbox_id FOREIGN KEY (inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_followup
    ADD CONSTRAINT reviews_followup_owner_id_4c52a6ab_fk_accounts_actor_id FOREIGN KEY (owner_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_followup
    ADD CONSTRAINT reviews_followup_system_id_3f5c9923_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_inbox
    ADD CONSTRAINT reviews_inbox_climbs_to_id_c7d52b52_fk_reviews_inbox_id FOREIGN KEY (climbs_to_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_inbox
    ADD CONSTRAINT reviews_inbox_organisation_id_54c69e27_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_inboxday
    ADD CONSTRAINT reviews_inboxday_inbox_id_310214b3_fk_reviews_inbox_id FOREIGN KEY (inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_itemreason
    ADD CONSTRAINT reviews_itemreason_from_inbox_id_439dbe14_fk_reviews_inbox_id FOREIGN KEY (from_inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_itemreason
    ADD CONSTRAINT reviews_itemreason_item_id_8f137f29_fk_reviews_reviewitem_id FOREIGN KEY (item_id) REFERENCES public.reviews_reviewitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_itemstay
    ADD CONSTRAINT reviews_itemstay_inbox_id_a9d060e8_fk_reviews_inbox_id FOREIGN KEY (inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_itemstay
    ADD CONSTRAINT reviews_itemstay_item_id_34e2ccf3_fk_reviews_reviewitem_id FOREIGN KEY (item_id) REFERENCES public.reviews_reviewitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_knownanswer
    ADD CONSTRAINT reviews_knownanswer_author_id_5208dbc9_fk_accounts_actor_id FOREIGN KEY (author_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_knownanswer
    ADD CONSTRAINT reviews_knownanswer_right_code_id_67eae439_fk_registry_ FOREIGN KEY (right_code_id) REFERENCES public.registry_outcomecode(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_knownanswer
    ADD CONSTRAINT reviews_knownanswer_suggested_id_cdcce859_fk_registry_ FOREIGN KEY (suggested_id) REFERENCES public.registry_outcomecode(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_knownanswer
    ADD CONSTRAINT reviews_knownanswer_system_id_0b758bcd_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_learningnote
    ADD CONSTRAINT reviews_learningnote_by_id_74552bae_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_learningnote
    ADD CONSTRAINT reviews_learningnote_decision_id_f3cf1c12_fk_reviews_d FOREIGN KEY (decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_learningnote
    ADD CONSTRAINT reviews_learningnote_to_id_4b8881ee_fk_accounts_actor_id FOREIGN KEY (to_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_onetimeauthority
    ADD CONSTRAINT reviews_onetimeautho_approval_id_4fca78fe_fk_reviews_a FOREIGN KEY (approval_id) REFERENCES public.reviews_approval(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_onetimeauthority
    ADD CONSTRAINT reviews_onetimeautho_granted_by_id_02671bf2_fk_accounts_ FOREIGN KEY (granted_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_onetimeauthority
    ADD CONSTRAINT reviews_onetimeautho_outcome_code_id_42ad9dc6_fk_registry_ FOREIGN KEY (outcome_code_id) REFERENCES public.registry_outcomecode(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_onetimeauthority
    ADD CONSTRAINT reviews_onetimeautho_person_id_bff9901d_fk_accounts_ FOREIGN KEY (person_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_onetimeauthority
    ADD CONSTRAINT reviews_onetimeautho_revoked_by_id_653f2dc3_fk_accounts_ FOREIGN KEY (revoked_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_onetimeauthority
    ADD CONSTRAINT reviews_onetimeautho_system_id_0336f780_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_onetimeauthority
    ADD CONSTRAINT reviews_onetimeautho_used_by_id_539cc6bd_fk_reviews_d FOREIGN KEY (used_by_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_onetimeauthority
    ADD CONSTRAINT reviews_onetimeauthority_case_id_58f01163_fk_intake_case_id FOREIGN KEY (case_id) REFERENCES public.intake_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_overridereason
    ADD CONSTRAINT reviews_overridereas_decision_id_df5179b3_fk_reviews_d FOREIGN KEY (decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_overridereason
    ADD CONSTRAINT reviews_overridereason_reason_id_37b6a4f7_fk_registry_reason_id FOREIGN KEY (reason_id) REFERENCES public.registry_reason(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_policytarget
    ADD CONSTRAINT reviews_policytarget_inbox_id_d4c8070e_fk_reviews_inbox_id FOREIGN KEY (inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_policytarget
    ADD CONSTRAINT reviews_policytarget_policy_id_51ae0ce8_fk_policy_po FOREIGN KEY (policy_id) REFERENCES public.policy_policyversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_practice
    ADD CONSTRAINT reviews_practice_answered_by_id_140b0f13_fk_accounts_actor_id FOREIGN KEY (answered_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_practice
    ADD CONSTRAINT reviews_practice_case_id_0fefe9ff_fk_intake_case_id FOREIGN KEY (case_id) REFERENCES public.intake_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_practice
    ADD CONSTRAINT reviews_practice_decision_id_7fcbad4b_fk_reviews_decision_id FOREIGN KEY (decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_practice
    ADD CONSTRAINT reviews_practice_inbox_id_30cdfa6e_fk_reviews_inbox_id FOREIGN KEY (inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_practice
    ADD CONSTRAINT reviews_practice_item_id_1dbaf2f4_fk_reviews_reviewitem_id FOREIGN KEY (item_id) REFERENCES public.reviews_reviewitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_practice
    ADD CONSTRAINT reviews_practice_known_id_f7380d59_fk_reviews_knownanswer_id FOREIGN KEY (known_id) REFERENCES public.reviews_knownanswer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_practice
    ADD CONSTRAINT reviews_practice_outcome_code_id_1c0b5b2f_fk_registry_ FOREIGN KEY (outcome_code_id) REFERENCES public.registry_outcomecode(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_principalreason
    ADD CONSTRAINT reviews_principalrea_decision_id_a292eb7f_fk_reviews_d FOREIGN KEY (decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_question
    ADD CONSTRAINT reviews_question_moved_from_id_9338921a_fk_accounts_actor_id FOREIGN KEY (moved_from_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_question
    ADD CONSTRAINT reviews_question_to_id_c979e348_fk_accounts_actor_id FOREIGN KEY (to_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_question
    ADD CONSTRAINT reviews_question_to_inbox_id_b86b661d_fk_reviews_inbox_id FOREIGN KEY (to_inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_recourseterms
    ADD CONSTRAINT reviews_recourseterm_system_id_a3a4caf9_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_recourseterms
    ADD CONSTRAINT reviews_recourseterms_set_by_id_543e3292_fk_accounts_actor_id FOREIGN KEY (set_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_relation
    ADD CONSTRAINT reviews_relation_case_id_ea0a09e7_fk_intake_case_id FOREIGN KEY (case_id) REFERENCES public.intake_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_relation
    ADD CONSTRAINT reviews_relation_declared_by_id_d9c33ce8_fk_accounts_actor_id FOREIGN KEY (declared_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_relation
    ADD CONSTRAINT reviews_relation_ended_by_id_63249a3a_fk_accounts_actor_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_relation
    ADD CONSTRAINT reviews_relation_person_id_ce40fb7d_fk_accounts_actor_id FOREIGN KEY (person_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_relation
    ADD CONSTRAINT reviews_relation_subject_id_36a7acb9_fk_intake_subject_id FOREIGN KEY (subject_id) REFERENCES public.intake_subject(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_release
    ADD CONSTRAINT reviews_release_by_id_b98e7235_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_release
    ADD CONSTRAINT reviews_release_decision_id_cfb31863_fk_reviews_decision_id FOREIGN KEY (decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_release
    ADD CONSTRAINT reviews_release_reverses_id_03175907_fk_reviews_decision_id FOREIGN KEY (reverses_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reversalline
    ADD CONSTRAINT reviews_reversalline_decision_id_b0ef781c_fk_reviews_d FOREIGN KEY (decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reversalline
    ADD CONSTRAINT reviews_reversalline_reversal_id_39635592_fk_reviews_d FOREIGN KEY (reversal_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reversalline
    ADD CONSTRAINT reviews_reversalline_run_id_92d631b0_fk_reviews_reversalrun_id FOREIGN KEY (run_id) REFERENCES public.reviews_reversalrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reversalrequest
    ADD CONSTRAINT reviews_reversalrequ_asked_by_id_03145d0c_fk_accounts_ FOREIGN KEY (asked_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reversalrequest
    ADD CONSTRAINT reviews_reversalrequ_closed_by_id_f885c59f_fk_accounts_ FOREIGN KEY (closed_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reversalrequest
    ADD CONSTRAINT reviews_reversalrequ_decision_id_2b6cc952_fk_reviews_d FOREIGN KEY (decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reversalrequest
    ADD CONSTRAINT reviews_reversalrequ_reversal_id_7893b86d_fk_reviews_d FOREIGN KEY (reversal_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reversalrequest
    ADD CONSTRAINT reviews_reversalrequ_system_id_2cbab19c_fk_registry_ FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reversalrequest
    ADD CONSTRAINT reviews_reversalrequest_inbox_id_13cdb9b0_fk_reviews_inbox_id FOREIGN KEY (inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reversalrun
    ADD CONSTRAINT reviews_reversalrun_by_id_055d85a7_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reversalrun
    ADD CONSTRAINT reviews_reversalrun_outcome_code_id_212fb9a3_fk_registry_ FOREIGN KEY (outcome_code_id) REFERENCES public.registry_outcomecode(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reversalrun
    ADD CONSTRAINT reviews_reversalrun_system_id_a8b2d917_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reviewitem
    ADD CONSTRAINT reviews_reviewitem_assigned_to_id_301f4008_fk_accounts_actor_id FOREIGN KEY (assigned_to_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reviewitem
    ADD CONSTRAINT reviews_reviewitem_audits_id_7499df57_fk_reviews_decision_id FOREIGN KEY (audits_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reviewitem
    ADD CONSTRAINT reviews_reviewitem_case_id_27ea7116_fk_intake_case_id FOREIGN KEY (case_id) REFERENCES public.intake_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reviewitem
    ADD CONSTRAINT reviews_reviewitem_holder_id_f227ffd4_fk_accounts_actor_id FOREIGN KEY (holder_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reviewitem
    ADD CONSTRAINT reviews_reviewitem_pending_decision_id_e11e97a0_fk_reviews_d FOREIGN KEY (pending_decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reviewitem
    ADD CONSTRAINT reviews_reviewitem_recommendation_id_97660e73_fk_intake_re FOREIGN KEY (recommendation_id) REFERENCES public.intake_recommendation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reviewitem
    ADD CONSTRAINT reviews_reviewitem_snapshot_id_5dd32df8_fk_intake_co FOREIGN KEY (snapshot_id) REFERENCES public.intake_contextsnapshot(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reviewitem
    ADD CONSTRAINT reviews_reviewitem_snoozed_by_id_53c48b94_fk_accounts_actor_id FOREIGN KEY (snoozed_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_rotaday
    ADD CONSTRAINT reviews_rotaday_inbox_id_95dc737e_fk_reviews_inbox_id FOREIGN KEY (inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_rotaday
    ADD CONSTRAINT reviews_rotaday_person_id_df84a734_fk_accounts_actor_id FOREIGN KEY (person_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_rotaday
    ADD CONSTRAINT reviews_rotaday_set_by_id_1e1f0a19_fk_accounts_actor_id FOREIGN KEY (set_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_savedview
    ADD CONSTRAINT reviews_savedview_by_id_ee637f20_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_savedview
    ADD CONSTRAINT reviews_savedview_inbox_id_764e87aa_fk_reviews_inbox_id FOREIGN KEY (inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_secondreview
    ADD CONSTRAINT reviews_secondreview_decided_by_id_81bb580f_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_secondreview
    ADD CONSTRAINT reviews_secondreview_decision_id_c83c3ba0_fk_reviews_d FOREIGN KEY (decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_secondreview
    ADD CONSTRAINT reviews_secondreview_inbox_id_f2ea2a3b_fk_reviews_inbox_id FOREIGN KEY (inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_secondreview
    ADD CONSTRAINT reviews_secondreview_item_id_7137cb8d_fk_reviews_reviewitem_id FOREIGN KEY (item_id) REFERENCES public.reviews_reviewitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_secondreview
    ADD CONSTRAINT reviews_secondreview_outcome_code_id_48e82d45_fk_registry_ FOREIGN KEY (outcome_code_id) REFERENCES public.registry_outcomecode(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_secondreview
    ADD CONSTRAINT reviews_secondreview_reversal_id_8c089e84_fk_reviews_d FOREIGN KEY (reversal_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_secondreview
    ADD CONSTRAINT reviews_secondreview_reviewer_id_9f5b7ff8_fk_accounts_actor_id FOREIGN KEY (reviewer_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_secondreview
    ADD CONSTRAINT reviews_secondreview_right_code_id_b3d61c52_fk_registry_ FOREIGN KEY (right_code_id) REFERENCES public.registry_outcomecode(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_secondreview
    ADD CONSTRAINT reviews_secondreview_settled_by_id_be6eb11c_fk_accounts_ FOREIGN KEY (settled_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_secondreview
    ADD CONSTRAINT reviews_secondreview_system_id_6f0d600c_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_skill
    ADD CONSTRAINT reviews_skill_inbox_id_56a29591_fk_reviews_inbox_id FOREIGN KEY (inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_skillasked
    ADD CONSTRAINT reviews_skillasked_inbox_id_d1648e55_fk_reviews_inbox_id FOREIGN KEY (inbox_id) REFERENCES public.reviews_inbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_skillasked
    ADD CONSTRAINT reviews_skillasked_set_by_id_6b33297a_fk_accounts_actor_id FOREIGN KEY (set_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_skillasked
    ADD CONSTRAINT reviews_skillasked_skill_id_6c0e8fdf_fk_reviews_skill_id FOREIGN KEY (skill_id) REFERENCES public.reviews_skill(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_skillasked
    ADD CONSTRAINT reviews_skillasked_system_id_3f2d1a43_fk_registry_aisystem_id FOREIGN KEY (system_id) REFERENCES public.registry_aisystem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_skillterm
    ADD CONSTRAINT reviews_skillterm_ended_by_id_71869ed5_fk_accounts_actor_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_skillterm
    ADD CONSTRAINT reviews_skillterm_given_by_id_40cff50c_fk_accounts_actor_id FOREIGN KEY (given_by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_skillterm
    ADD CONSTRAINT reviews_skillterm_person_id_15a5084a_fk_accounts_actor_id FOREIGN KEY (person_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_skillterm
    ADD CONSTRAINT reviews_skillterm_skill_id_e042050a_fk_reviews_skill_id FOREIGN KEY (skill_id) REFERENCES public.reviews_skill(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_withdrawal
    ADD CONSTRAINT reviews_withdrawal_by_id_dd4dc96a_fk_accounts_actor_id FOREIGN KEY (by_id) REFERENCES public.accounts_actor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_withdrawal
    ADD CONSTRAINT reviews_withdrawal_decision_id_65edb949_fk_reviews_decision_id FOREIGN KEY (decision_id) REFERENCES public.reviews_decision(id) DEFERRABLE INITIALLY DEFERRED;
GRANT USAGE ON SCHEMA public TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_delegation TO reviewhub_app;
REVOKE ALL ON FUNCTION public.reviewhub_ensure_partitions(months_ahead integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.reviewhub_ensure_partitions(months_ahead integer) TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailaddress TO reviewhub_app;
GRANT SELECT,USAGE ON SEQUENCE public.account_emailaddress_id_seq TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailconfirmation TO reviewhub_app;
GRANT SELECT,USAGE ON SEQUENCE public.account_emailconfirmation_id_seq TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_actor TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_apikey TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_breakglass TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.accounts_grantchange TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_grantterm TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_machineclient TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_organisation TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.accounts_personchange TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_roleassignment TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_standin TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_timeaway TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_user TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_user_groups TO reviewhub_app;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_user_groups_id_seq TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_user_user_permissions TO reviewhub_app;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_user_user_permissions_id_seq TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_workingtime TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.audit_entry TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.audit_entry_rest TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.audit_position TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_group TO reviewhub_app;
GRANT SELECT,USAGE ON SEQUENCE public.auth_group_id_seq TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_group_permissions TO reviewhub_app;
GRANT SELECT,USAGE ON SEQUENCE public.auth_group_permissions_id_seq TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_permission TO reviewhub_app;
GRANT SELECT,USAGE ON SEQUENCE public.auth_permission_id_seq TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.core_cache TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.core_heartbeat TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.core_idempotentrequest TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.core_progress TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.core_subjectkey TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.delivery_answerdelivery TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.delivery_attempt TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.delivery_attempt_rest TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.delivery_delivery TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.delivery_receipt TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_content_type TO reviewhub_app;
GRANT SELECT,USAGE ON SEQUENCE public.django_content_type_id_seq TO reviewhub_app;
GRANT SELECT ON TABLE public.django_migrations TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_session TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.guardian_groupobjectpermission TO reviewhub_app;
GRANT SELECT,USAGE ON SEQUENCE public.guardian_groupobjectpermission_id_seq TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.guardian_userobjectpermission TO reviewhub_app;
GRANT SELECT,USAGE ON SEQUENCE public.guardian_userobjectpermission_id_seq TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.intake_case TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.intake_contextsnapshot TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.intake_evidence TO reviewhub_app;
GRANT SELECT,INSERT,DELETE ON TABLE public.intake_evidencepage TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.intake_factchange TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.intake_protectedfact TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.intake_recommendation TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.intake_subject TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.intake_unseenrecommendation TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.learning_effect TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.learning_finding TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.learning_findingstep TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.learning_findingtally TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.learning_fix TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.learning_miningpart TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.learning_miningrun TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.learning_noteday TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.learning_notegroup TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.learning_notegrouping TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.learning_notelabel TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.learning_notelook TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.learning_pattern TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.learning_sharpnote TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.learning_weekreport TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.measures_brokensuggestion TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.measures_brokentakenback TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.measures_calibration TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.measures_calibrationbin TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.measures_contextcount TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.measures_contextrepair TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.measures_decisionfacts TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.measures_decisionfacts_rest TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.measures_decisiontally TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.measures_definitionquestion TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.measures_groundingcount TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.measures_measurement TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.measures_modeltally TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.measures_modelversion TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.measures_outcome TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.measures_replay TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.measures_replaycase TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.measures_signaltally TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.measures_sourcealarm TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.measures_tallied TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.measures_worksignal TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.measures_worksignal_rest TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mfa_authenticator TO reviewhub_app;
GRANT SELECT,USAGE ON SEQUENCE public.mfa_authenticator_id_seq TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_digest TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_notification TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.policy_phantomverdict TO reviewhub_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.policy_policyversion TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policy_segmentset TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policy_shadowrun TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.policy_verdict TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_absence TO reviewhub_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.registry_aisystem TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_authoritylimit TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_autonomy TO reviewhub_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.registry_contextcontract TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_contractdraft TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_contracttrial TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_modellineup TO reviewhub_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.registry_outcomecode TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_ownershipoffer TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_pause TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_pausespan TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_posture TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_posturedraft TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_reason TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.registry_reasonchange TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_reasonset TO reviewhub_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.registry_sourcesystem TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.reviews_appeal TO reviewhub_app;
GRANT UPDATE(version) ON TABLE public.reviews_appeal TO reviewhub_app;
GRANT UPDATE(told_at) ON TABLE public.reviews_appeal TO reviewhub_app;
GRANT UPDATE(closed_at) ON TABLE public.reviews_appeal TO reviewhub_app;
GRANT UPDATE(result) ON TABLE public.reviews_appeal TO reviewhub_app;
GRANT UPDATE(sealed_answer) ON TABLE public.reviews_appeal TO reviewhub_app;
GRANT UPDATE(closed_by_id) ON TABLE public.reviews_appeal TO reviewhub_app;
GRANT UPDATE(reversal_id) ON TABLE public.reviews_appeal TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_approval TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_capacity TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_claim TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.reviews_contestlink TO reviewhub_app;
GRANT UPDATE(used_at) ON TABLE public.reviews_contestlink TO reviewhub_app;
GRANT UPDATE(revoked_at) ON TABLE public.reviews_contestlink TO reviewhub_app;
GRANT UPDATE(n_failed) ON TABLE public.reviews_contestlink TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.reviews_decision TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_draft TO reviewhub_app;
GRANT SELECT,USAGE ON SEQUENCE public.reviews_draft_id_seq TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_escalation TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.reviews_evidencemark TO reviewhub_app;
GRANT UPDATE(removed_at) ON TABLE public.reviews_evidencemark TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.reviews_explanation TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.reviews_factcorrection TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.reviews_firstview TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_followup TO reviewhub_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.reviews_inbox TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_inboxday TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_itemreason TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_itemstay TO reviewhub_app;
GRANT SELECT,USAGE ON SEQUENCE public.reviews_itemstay_id_seq TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_knownanswer TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.reviews_learningnote TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_onetimeauthority TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.reviews_overridereason TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_policytarget TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_practice TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.reviews_principalreason TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_question TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.reviews_recourseterms TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_relation TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.reviews_release TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_reversalline TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_reversalrequest TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_reversalrun TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_reviewitem TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_rotaday TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_savedview TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_secondreview TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_skill TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_skillasked TO reviewhub_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reviews_skillterm TO reviewhub_app;
GRANT SELECT,INSERT ON TABLE public.reviews_withdrawal TO reviewhub_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT,USAGE ON SEQUENCES TO reviewhub_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT,INSERT,DELETE,UPDATE ON TABLES TO reviewhub_app;
-- itself 36c4474680d8a86cb4fcbb1b82690a82
