package io.throughline.ear.dashboard;

import static org.openqa.selenium.support.ui.ExpectedConditions.elementToBeClickable;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A person at the dashboard: one tab of a browser with a profile of its own. Whatever is looked for is waited for. */
final class Browser implements AutoCloseable {

  private static final List<String> FLAGS =
      List.of("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en-US");

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

  /** Signed in through the issuer, at the overview. */
  static Browser signedIn(HubFixture hub, String user) {
    return signedIn(hub, user, browser -> {});
  }

  /** The same, after something was done to the browser. */
  static Browser signedIn(HubFixture hub, String user, Consumer<Browser> first) {
    var browser = new Browser(hub);
    try {
      first.accept(browser);
      browser.driver.get(hub.address().toString());
      browser.press("Sign in");
      browser.see(By.name("username")).sendKeys(user);
      browser.see(By.name("password")).sendKeys(user);
      browser.press("Sign in");
      browser.see("//button[.='Sign out']");
      browser.loaded();
      return browser;
    } catch (RuntimeException e) {
      browser.close();
      throw e;
    }
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

  private void loaded() {
    until("the page is loaded", page -> page.findElements(By.cssSelector("main h1")).size() == 1 && page.findElements(By.cssSelector("main .loading")).isEmpty());
  }

  void press(String text) {
    click(By.xpath("//*[self::button or self::summary][normalize-space()=" + quoted(text) + "]"));
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
    new WebDriverWait(driver, Deal.SOON, Duration.ofMillis(200)).ignoreAll(Set.of(org.openqa.selenium.NoSuchElementException.class, StaleElementReferenceException.class, org.openqa.selenium.ElementClickInterceptedException.class, NullPointerException.class))
        .withMessage(() -> what + "; the page said: " + page()).until(page -> holds.test(driver));
  }

  /** The window's inner width in CSS pixels; a phone's too, narrower than a desktop's window could be. */
  void width(int pixels) {
    driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", pixels, "height", 860, "deviceScaleFactor", 1, "mobile", false));
  }

  /** By how many pixels the page is wider than the window. */
  long overflow() {
    return (Long) driver.executeScript("return document.documentElement.scrollWidth - innerWidth");
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
