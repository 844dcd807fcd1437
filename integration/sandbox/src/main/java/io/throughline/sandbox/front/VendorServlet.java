package io.throughline.sandbox.front;

import io.throughline.sandbox.Sandbox;
import io.throughline.sandbox.engine.Answer;
import io.throughline.sandbox.engine.Call;
import io.throughline.sandbox.engine.Refusal;
import io.throughline.sandbox.engine.VendorEngine;
import io.throughline.sandbox.fault.Disorder;
import io.throughline.sandbox.fault.Fault;
import io.throughline.sandbox.fault.Faults.Strike;
import io.throughline.sandbox.language.Json;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/** {@code /<vendor>/...}: the vendor's own API, well-behaved unless a fault strikes. */
public final class VendorServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var whole = request.getRequestURI().substring(request.getContextPath().length());
    var parts = whole.split("/", 3);
    var name = parts.length > 1 ? parts[1] : "";
    var sandbox = Wire.sandbox(this);
    var played = sandbox.vendors().get(name);
    if (played == null) {
      Wire.write(response, Answer.of(404, Json.object().put("error", "no vendor " + name)));
      return;
    }
    var call = Wire.read(request, "/" + name, parts.length > 2 ? "/" + parts[2] : "/");
    if (call == null) Wire.write(response, Answer.of(413, Json.object().put("error", "body too long")));
    else answer(sandbox, played.engine(), call, request, response);
  }

  private void answer(Sandbox sandbox, VendorEngine engine, Call call, HttpServletRequest request, HttpServletResponse response) throws IOException {
    var vendor = engine.vendor().name();
    var operation = engine.operation(call);
    var strikes = sandbox.faults().strike(vendor, operation, call.method(), call.path());
    var entry = sandbox.calls().begin(vendor, operation, call, strikes);
    if (strikes.isEmpty()) {
      var answer = engine.handle(call);
      entry.answered(answer.status());
      Wire.write(response, answer);
      return;
    }
    var async = request.startAsync();
    async.setTimeout(0);
    new Struck(sandbox, engine, call, strikes, entry, async).begin();
  }

  /** A call that at least one fault strikes. */
  private record Struck(Sandbox sandbox, VendorEngine engine, Call call, List<Strike> strikes,
      io.throughline.sandbox.control.CallLog.Entry entry, AsyncContext async) {

    void begin() {
      long latency = strikes.stream().map(Strike::fault).filter(fault -> fault.kind() == Fault.Kind.LATENCY).mapToLong(Fault::millis).sum();
      in(latency, this::strike);
    }

    private void strike() {
      fault().ifPresentOrElse(this::misbehave, () -> send(engine.handle(call)));
    }

    private Optional<Fault> fault() {
      return strikes.stream().map(Strike::fault).filter(fault -> fault.kind() != Fault.Kind.LATENCY).findFirst();
    }

    private void misbehave(Fault fault) {
      switch (fault.kind()) {
        case BUSY -> send(told("rate-limited", fault, 429));
        case QUOTA -> send(told("quota", fault, 0));
        case BROKEN -> send(told("server-error", fault, 0));
        case OUTAGE -> outage(fault);
        case TIMEOUT_AFTER_EFFECT -> {
          entry.answered(-engine.handle(call).status());
          in(fault.millis(), this::cut);
        }
        case LATE_LANDING -> {
          in(fault.millis(), () -> entry.answered(-engine.handle(call).status()));
          in(fault.holdMillis(), this::cut);
        }
        default -> send(engine.handle(call, Disorder.of(strikes)));
      }
    }

    private void outage(Fault fault) {
      if ("cut".equals(fault.connection())) cut();
      else send(told("unavailable", fault, 0));
    }

    private Answer told(String kind, Fault fault, int status) {
      var answer = engine.refused(Refusal.of(kind), call);
      int told = fault.status() > 0 ? fault.status() : status > 0 ? status : answer.status();
      var retold = new Answer(told, answer.headers(), answer.body());
      return fault.retryAfterSeconds() > 0 ? retold.with("Retry-After", Integer.toString(fault.retryAfterSeconds())) : retold;
    }

    private void in(long millis, Runnable next) {
      if (millis == 0) {
        next.run();
        return;
      }
      try {
        sandbox.later().in(millis, next);
      } catch (RejectedExecutionException full) {
        send(engine.refused(Refusal.of("unavailable"), call));
      }
    }

    private void send(Answer answer) {
      entry.answered(answer.status());
      try {
        Wire.write((HttpServletResponse) async.getResponse(), answer);
        async.complete();
      } catch (IOException | IllegalStateException gone) {
        entry.gone(); // the caller lost patience: what was done stays done
      }
    }

    /** Closes the connection without an answer: -1 is how Jetty is told; another container answers 504. */
    private void cut() {
      try {
        ((HttpServletResponse) async.getResponse()).sendError(-1);
      } catch (IOException | RuntimeException notJetty) {
        ((HttpServletResponse) async.getResponse()).setStatus(504);
      }
      try {
        async.complete();
      } catch (IllegalStateException gone) {
        entry.gone();
      }
    }
  }
}
