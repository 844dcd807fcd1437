package io.throughline.journey.journalposting;

import io.throughline.system.Erp;
import java.time.LocalDate;
import java.util.List;

/**
 * A journal of a closed month, as far as the ERP has to book it.
 *
 * <p>Money: text in {@code currency}. Idempotency key: {@code journalId}, made from its content.
 */
public record JournalReady(String journalId, String rule, String sourceId, String contractingEntity, String currency, LocalDate postedOn, List<Erp.JournalItem> lines) {}
