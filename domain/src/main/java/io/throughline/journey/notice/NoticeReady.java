package io.throughline.journey.notice;

import java.util.List;

/**
 * A message as it goes out.
 *
 * <p>Idempotency key: {@code noticeId}.
 *
 * @param by the system that sends it; null: the first that plays the role
 */
public record NoticeReady(String noticeId, String by, List<String> to, String title, String text) {}
