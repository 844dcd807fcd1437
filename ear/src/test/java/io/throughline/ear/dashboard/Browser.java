package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openqa.selenium.support.ui.ExpectedConditions.elementToBeClickable;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.throughline.ear.HubFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A person at the dashboard: one tab of a browser with a profile of its own. Whatever is looked for is waited for. */
public final class Browser implements AutoCloseable {

  /** It says with every browser that it does not know its version of the debugging protocol; what is used of it here is old. */
  private static final Logger DEVTOOLS = Logger.getLogger("org.openqa.selenium.devtools");

  static {
    DEVTOOLS.setLevel(Level.SEVERE);
  }

  private static final List<String> FLAGS =
      List.of("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en-US");

  /** A bound for a loaded machine: what is waited for has happened, or happens in a few steps of one journey. */
  private static final Duration SOON = Duration.ofSeconds(60);

  private static final int MOST_TABS = 80;

  /** An outline, drawn within the window and not covered. */
  private static final String FOCUS_IS_SEEN = """
      const at = document.activeElement;
      if (at === document.body || !at.isConnected) return true; // left the page: the browser's own bar
      const style = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.bottom > 0 && box.top < innerHeight;""";

  private final HubFixture hub;
  private final ChromeDriver driver;

  private Browser(HubFixture hub) {
    this.hub = hub;
    var wanted = new LoggingPreferences();
    wanted.enable(LogType.BROWSER, Level.ALL);
    var options = new ChromeOptions().setBinary(NeedsChromium.BROWSER.toFile()).addArguments(FLAGS);
    options.setCapability("goog:loggingPrefs", wanted);
    var service = new ChromeDriverService.Builder().usingDriverExecutable(NeedsChromium.DRIVER.toFile()).usingAnyFreePort().withEnvironment(Map.of("LANGUAGE", "en_US", "TZ", "UTC")).build();
    this.driver = new ChromeDriver(service, options); // the driver makes an empty profile and removes it
    width(1280);
  }

  /** Not signed in yet. */
  static Browser atTheDoor(HubFixture hub) {
    var browser = new Browser(hub);
    browser.driver.get(hub.address().toString());
    browser.see("//button[.='Sign in']");
    return browser;
  }

  /** Signed in through the issuer, at the overview. */
  public static Browser signedIn(HubFixture hub, String user) {
    return signedIn(hub, user, browser -> {});
  }

  /** The same, after something was done to the browser. */
  static Browser signedIn(HubFixture hub, String user, Consumer<Browser> first) {
    var browser = signedIn(hub, user, first, "//button[.='Sign out']");
    browser.loaded();
    return browser;
  }

  /** The same, only until that is seen. */
  static Browser signedIn(HubFixture hub, String user, Consumer<Browser> first, String seen) {
    var browser = new Browser(hub);
    try {
      first.accept(browser);
      browser.driver.get(hub.address().toString());
      browser.press("Sign in");
      browser.see(By.name("username")).sendKeys(user);
      browser.see(By.name("password")).sendKeys(user);
      browser.press("Sign in");
      browser.see(seen);
      return browser;
    } catch (RuntimeException e) {
      browser.close();
      throw e;
    }
  }

  /** Runs a script in every page before the page's own. */
  void first(String script) {
    driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
  }

  /**
   * Loads the page anew; milliseconds from the beginning of the navigation until the overview's funnel and money were painted, as the page's
   * own clock tells.
   *
   * @param cold nothing of an earlier visit is kept but the sign-in
   */
  public double firstView(boolean cold) {
    if (cold) driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    driver.navigate().refresh();
    until("the first view was painted", page -> script("return window.painted") != null);
    return ((Number) script("return window.painted")).doubleValue();
  }

  /** From now on pages tell when their first view was painted. */
  public void watchPaint() {
    first("""
        new MutationObserver((changes, observer) => {
          if (!document.querySelector('main .funnel') || !document.querySelector('main .cash')) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => { window.painted = performance.now(); }));
        }).observe(document, { childList: true, subtree: true });""");
  }

  /** Lets no call to such addresses out. */
  void block(String... addresses) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of(addresses)));
  }

  /** Goes to a page by its address and waits until it shows what it loads. */
  Browser open(String address) {
    driver.executeAsyncScript("""
        const [address, done] = arguments;
        if (location.hash === address) return done();
        addEventListener('hashchange', () => setTimeout(done), { once: true });
        location.hash = address;""", "#/" + address);
    loaded();
    return this;
  }

  void loaded() {
    until("the page is loaded", page -> page.findElements(By.cssSelector("main h1")).size() == 1 && page.findElements(By.cssSelector("main .loading")).isEmpty());
  }

  void press(String text) {
    click(By.xpath("//*[self::button or self::summary][normalize-space()=" + quoted(text) + "]"));
  }

  /** What is handed to the browser as a file. */
  String saves(String button) {
    script("const url = URL.createObjectURL; delete window.saved; URL.createObjectURL = file => { URL.createObjectURL = url; file.text().then(text => { window.saved = text; }); return url.call(URL, file); };");
    press(button);
    until("a file is saved", page -> script("return window.saved") != null);
    return (String) script("return window.saved");
  }

  void follow(String text) {
    click(By.xpath("//main//a[normalize-space()=" + quoted(text) + "]"));
  }

  void click(By what) {
    until("pressed " + what, page -> {
      elementToBeClickable(what).apply(page).click();
      return true;
    });
  }

  WebElement see(By what) {
    until("seen " + what, page -> page.findElement(what).isDisplayed());
    return driver.findElement(what);
  }

  WebElement see(String xpath) {
    return see(By.xpath(xpath));
  }

  /** Waits until the card of that title says it. */
  void sees(String card, String text) {
    until(card + " says " + text, page -> text(card).contains(text));
  }

  /** What a card says as a person reads it. */
  String text(String card) {
    return see(By.cssSelector("section[aria-label=" + quoted(card) + "]")).getText();
  }

  /** Runs a script in the page; what it returns. */
  Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  String page() {
    return driver.findElement(By.tagName("main")).getText();
  }

  List<String> menu() {
    return driver.findElements(By.cssSelector("#top nav a")).stream().map(WebElement::getText).toList();
  }

  void until(String what, Predicate<ChromeDriver> holds) {
    new WebDriverWait(driver, SOON, Duration.ofMillis(200)).ignoreAll(Set.of(org.openqa.selenium.NoSuchElementException.class, StaleElementReferenceException.class, org.openqa.selenium.ElementClickInterceptedException.class, NullPointerException.class))
        .withMessage(() -> what + "; the page said: " + page()).until(page -> isThere(holds));
  }

  /** Not yet, while one page is left for the next. */
  private boolean isThere(Predicate<ChromeDriver> holds) {
    try {
      return holds.test(driver);
    } catch (WebDriverException leaving) {
      if (String.valueOf(leaving.getMessage()).contains("aborted by navigation")) return false;
      throw leaving;
    }
  }

  /** The window's inner width in CSS pixels; a phone's too, narrower than a desktop's window could be. */
  void width(int pixels) {
    driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", pixels, "height", 860, "deviceScaleFactor", 1, "mobile", false));
  }

  /** As the system of the person says: {@code light} or {@code dark}. */
  void theme(String name) {
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
  }

  /** Milliseconds that each call waits before it is answered. */
  void slow(int millis) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand("Network.emulateNetworkConditions", Map.of("offline", false, "latency", millis, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  /** Presses keys where the focus is. */
  void keys(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** Walks with the tabulator key until the focus is on what is called that; wherever it comes by, the focus can be seen. */
  void tabTo(String name) {
    var passed = new ArrayList<String>();
    for (var at = focused(); !at.equals(name); at = focused()) {
      if (passed.size() > MOST_TABS) throw new AssertionError("no tabulator leads to " + name + " but to " + passed);
      keys(Keys.TAB);
      passed.add(focused());
      if (!Boolean.TRUE.equals(script(FOCUS_IS_SEEN))) throw new AssertionError("the focus cannot be seen on " + passed);
    }
  }

  /** What has the focus, as a screen reader would call it. */
  String focused() {
    return (String) script("""
        const at = document.activeElement;
        const label = at.labels?.[0]?.firstElementChild ?? at.labels?.[0];
        return (at.getAttribute('aria-label') ?? label?.innerText ?? at.innerText ?? '').trim();""");
  }

  /** Whether the focus is inside such an element that says this. */
  boolean focusIsIn(String element, String text) {
    return (Boolean) script("return document.activeElement.closest(arguments[0])?.innerText.includes(arguments[1]) ?? false", element, text);
  }

  long count(String selector) {
    return (Long) script("return document.querySelectorAll(arguments[0]).length", selector);
  }

  /** What reaches beyond the window's right edge, if the page is wider than the window: the innermost last. */
  String tooWide() {
    return (String) driver.executeScript("""
        if (document.documentElement.scrollWidth <= innerWidth) return '';
        return [...document.querySelectorAll('body *')].filter(each => each.getBoundingClientRect().right > innerWidth)
          .map(each => `${each.tagName}.${each.className}: ${each.textContent.trim().slice(0, 60)}`).slice(-4).join('; ')
        """);
  }

  /** What the page has complained of since last asked; those that contain one of these are expected. */
  List<String> complaints(String... expected) {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream().filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue()).map(LogEntry::getMessage)
        .filter(message -> List.of(expected).stream().noneMatch(message::contains)).toList();
  }

  /** What stands in the way of people who use a keyboard or a screen reader, of serious or critical impact. */
  List<String> barriers() {
    return new AxeBuilder().setLegacyMode(true).analyze(driver).getViolations().stream().filter(rule -> List.of("serious", "critical").contains(rule.getImpact())).map(Browser::described).toList();
  }

  private static String described(Rule rule) {
    return rule.getImpact() + " " + rule.getId() + ": " + rule.getNodes().stream().map(node -> node.getHtml()).toList();
  }

  /** Whoever looks: on a phone in the dark and on a wide screen in the light, with a keyboard or a screen reader. */
  void fitsEverybody() {
    for (var width : new int[] {390, 1280}) {
      width(width);
      theme(width == 390 ? "dark" : "light");
      assertThat(tooWide()).isEmpty();
      assertThat(barriers()).isEmpty();
    }
  }

  /** A picture for docs/images, only where the system property throughline.screenshots names a folder. */
  void picture(String name) {
    var folder = System.getProperty("throughline.screenshots");
    if (folder == null || folder.isBlank()) return;
    try {
      Files.createDirectories(Path.of(folder));
      Files.write(Path.of(folder, name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  @Override
  public void close() {
    driver.quit();
  }
}
