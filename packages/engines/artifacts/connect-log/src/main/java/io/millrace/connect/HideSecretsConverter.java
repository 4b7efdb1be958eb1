package io.millrace.connect;

import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.core.pattern.ConverterKeys;
import org.apache.logging.log4j.core.pattern.LogEventPatternConverter;
import org.apache.logging.log4j.core.pattern.PatternConverter;
import org.apache.logging.log4j.core.pattern.PatternFormatter;

/**
 * {@code %hideSecrets{pattern}{folder}}: what the pattern prints, without what stands in the folder's files. Drivers and
 * connectors quote what they were configured with in their errors.
 */
@Plugin(name = "hideSecrets", category = PatternConverter.CATEGORY)
@ConverterKeys("hideSecrets")
public final class HideSecretsConverter extends LogEventPatternConverter {
  private final List<PatternFormatter> formatters;
  private final KnownSecrets secrets;

  private HideSecretsConverter(List<PatternFormatter> formatters, KnownSecrets secrets) {
    super("hideSecrets", "hideSecrets");
    this.formatters = formatters;
    this.secrets = secrets;
  }

  /** Called by Log4j with what stands in braces. */
  public static HideSecretsConverter newInstance(Configuration configuration, String[] options) {
    if (options.length != 2) throw new IllegalArgumentException("%hideSecrets{pattern}{folder}");
    List<PatternFormatter> formatters = PatternLayout.createPatternParser(configuration).parse(options[0]);
    return new HideSecretsConverter(formatters, new KnownSecrets(Path.of(options[1])));
  }

  @Override
  public void format(LogEvent event, StringBuilder output) {
    StringBuilder text = new StringBuilder();
    for (PatternFormatter formatter : formatters) formatter.format(event, text);
    output.append(secrets.hide(text.toString()));
  }

  @Override
  public boolean handlesThrowable() {
    return formatters.stream().anyMatch(PatternFormatter::handlesThrowable);
  }
}
