import com.adobe.epubcheck.tool.EpubChecker;

/**
 * Runs EPUBCheck on many files in one virtual machine, which takes seconds to start.
 *
 * <p>Arguments come in pairs: an EPUB, and the file its JSON report goes to. Compile with {@code
 * javac --release 8 -cp epubcheck.jar EpubCheckMany.java}; the class lies beside this file because a
 * runtime without a compiler is enough to use it.
 */
public final class EpubCheckMany {
  private EpubCheckMany() {}

  public static void main(String[] arguments) {
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      new EpubChecker()
          .run(new String[] {arguments[i], "--quiet", "--locale", "en", "--json", arguments[i + 1]});
    }
  }
}
