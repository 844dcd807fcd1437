package io.throughline.journey.notice;

import io.throughline.journey.JourneyPlan;
import io.throughline.journey.Story;
import io.throughline.system.Command;
import io.throughline.system.Notices;

/** People are told of what waits for them. */
public final class Notice {

  public static final JourneyPlan<NoticeReady> PLAN = JourneyPlan.named("notice", 1, NoticeReady.class, "operator").pivot("tell", Notice::tell).plan();

  private Notice() {}

  private static Command tell(Story<NoticeReady> story) {
    var notice = story.trigger();
    return new Notices.TellPeople(notice.noticeId(), notice.by(), notice.to(), notice.title(), notice.text());
  }
}
