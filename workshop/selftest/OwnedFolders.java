package workshop.selftest;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;
import workshop.process.Owned;

/** Temporary folders of tests that go with this process, however it ends: JUnit's own stay after Ctrl-C. */
public final class OwnedFolders implements TempDirFactory {

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) {
        return Owned.folder();
    }
}
