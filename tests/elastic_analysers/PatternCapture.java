package congvan;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.pattern.PatternCaptureGroupTokenFilter;
import org.elasticsearch.plugin.Inject;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.TokenFilterFactory;
import org.elasticsearch.plugin.settings.AnalysisSettings;
import org.elasticsearch.plugin.settings.ListSetting;

@NamedComponent("pattern_capture")
public class PatternCapture implements TokenFilterFactory {
    @AnalysisSettings
    public interface Patterns {
        @ListSetting(path = "patterns")
        List<String> patterns();
    }

    private final Pattern[] patterns;

    @Inject
    public PatternCapture(Patterns settings) {
        patterns = settings.patterns().stream().map(Pattern::compile).toArray(Pattern[]::new);
    }

    @Override
    public TokenStream create(TokenStream words) {
        return new PatternCaptureGroupTokenFilter(words, true, patterns);
    }
}
