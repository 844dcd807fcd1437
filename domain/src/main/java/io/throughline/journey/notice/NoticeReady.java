package io.throughline.journey.notice;

import java.util.List;

/**
 * A message as it goes out.
 *
 * <p>Idempotency key: {@code noticeId}.
 */
public record NoticeReady(String noticeId, List<String> to, String title, String text) {}
