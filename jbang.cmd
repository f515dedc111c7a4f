@echo off
rem Runs JBang on Windows, as ./jbang does elsewhere: the one on PATH if it is 0.125.0 or newer,
rem else the version pinned below, fetched once from Maven Central and kept in a cache folder,
rem checked by SHA-256 at each start. All it needs is a JDK 17 or newer.
rem
rem   THREE_BROKERS_MAVEN   a mirror of Maven Central, such as https://nexus.example.com/maven-public
rem   THREE_BROKERS_CACHE   the cache folder (else %%LOCALAPPDATA%%\three-brokers)
rem   THREE_BROKERS_JBANG   "pinned": never use the JBang on PATH
rem   JBANG_JAVA_OPTIONS    more options for the JVM that JBang itself runs in
rem
rem Delayed expansion stays off, so that arguments may hold an exclamation mark; and no line with
rem %%* stands in a block, where a closing parenthesis in an argument would end it.

rem A copy of this launcher wants to know whether this is JBang itself.
if "%THREE_BROKERS_JBANG%"=="asked" exit /b 1

rem The outer scope holds what the program gets to see, the inner one what only this file needs.
setlocal EnableExtensions DisableDelayedExpansion
set "JBANG_RUNTIME_SHELL=cmd"
set "JBANG_LAUNCH_CMD=%~f0"
set "JBANG_STDIN_NOTTY=true"
rem This timeout refuses to run when its input is not a console.
"%SystemRoot%\System32\timeout.exe" /t 0 >nul 2>nul && set "JBANG_STDIN_NOTTY=false"
setlocal

set "TB_SELF=%~f0"
set "TB_PINNED=0.132.1"
set "TB_SHA256=f977075849cff866f45b27997f5671ab8a336a5dd3cf9e702b3479128338f3a7"
set "TB_WANT=Install a JDK 17 or newer, e.g. from https://adoptium.net, or set JAVA_HOME to one."
set "TB_WHERE=%SystemRoot%\System32\where.exe"
set "TB_FETCHER=%~dp0workshop\launcher\Fetch.java"
set "TB_CACHE=%THREE_BROKERS_CACHE%"
if not defined TB_CACHE set "TB_CACHE=%LOCALAPPDATA%\three-brokers"
for %%F in ("%TB_CACHE%") do set "TB_CACHE=%%~fF"
if not exist "%TB_CACHE%\" mkdir "%TB_CACHE%" >nul 2>nul

rem mkdir fails if another launcher has the name, which makes it this one's own.
set "TB_TRIES=0"
:scratch
set /a TB_TRIES+=1
if %TB_TRIES% gtr 20 (
  >&2 echo jbang: cannot write to "%TB_CACHE%". Make it writable, or set THREE_BROKERS_CACHE to another folder.
  exit /b 1
)
set "TB_SCRATCH=%TB_CACHE%\three-brokers-run-%RANDOM%-%RANDOM%"
mkdir "%TB_SCRATCH%" >nul 2>nul || goto scratch

rem It is for the workshop to answer where there is no word, a call for help, or a word that is no command of
rem JBang's, no alias of the catalog and no file: it knows which command comes nearest.
set "TB_SCRIPT="
set "TB_WORD=%~1"
if not defined TB_WORD goto workshop
if "%TB_WORD%"=="-h" goto workshop
if "%TB_WORD%"=="--help" goto workshop
if "%TB_WORD:~0,1%"=="-" goto jbang
for /f "delims=./:@\" %%W in ("%TB_WORD%") do if not "%%W"=="%TB_WORD%" goto jbang
for %%W in (alias app build cache catalog completion config deps edit export info init) do if "%TB_WORD%"=="%%W" goto jbang
for %%W in (jdk run template trust version wrapper) do if "%TB_WORD%"=="%%W" goto jbang
if exist "%TB_WORD%" goto jbang
for /f "usebackq tokens=1 delims=: " %%W in ("%~dp0jbang-catalog.json") do if "%%~W"=="%TB_WORD%" goto jbang
:workshop
set TB_SCRIPT="%~dp0workshop\Workshop.java"

:jbang
if "%THREE_BROKERS_JBANG%"=="pinned" goto java

rem The first JBang on PATH that is not this file.
set "TB_FOUND="
for /f "delims=" %%F in ('%TB_WHERE% $PATH:jbang 2^>nul') do call :candidate "%%~fF"
if not defined TB_FOUND goto java

rem Asking takes a second, so the answer is kept until the file changes.
set "TB_STAMP="
for %%F in ("%TB_FOUND%") do set "TB_STAMP=%%~zF %%~tF %%~fF"
set "TB_VERSION="
set "TB_KNOWN="
if exist "%TB_CACHE%\jbang-on-path" (
  for /f "usebackq tokens=2,* delims=|=" %%A in ("%TB_CACHE%\jbang-on-path") do (
    set "TB_VERSION=%%A"
    set "TB_KNOWN=%%B"
  )
)
if "%TB_KNOWN%"=="%TB_STAMP%" goto compare
set "TB_VERSION=none"
setlocal
set "THREE_BROKERS_JBANG=asked"
set "JBANG_NO_VERSION_CHECK=true"
rem Ten seconds, and what it has started ends with it. Where that fails it counts as a JBang that says no version.
>"%TB_SCRATCH%\ask.cmd" echo @call "%%TB_FOUND%%" version ^<nul ^>"%%TB_SCRATCH%%\said" 2^>nul ^&^& move /y "%%TB_SCRATCH%%\said" "%%TB_SCRATCH%%\version" ^>nul
"%SystemRoot%\System32\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -Command "$p = Start-Process -PassThru -WindowStyle Hidden ($env:TB_SCRATCH + '\ask.cmd'); if (-not $p.WaitForExit(10000)) { taskkill /t /f /pid $p.Id }" <nul >nul 2>nul
if not exist "%TB_SCRATCH%\version" type nul >"%TB_SCRATCH%\version"
endlocal
for /f "usebackq tokens=1 delims=| " %%V in ("%TB_SCRATCH%\version") do set "TB_VERSION=%%V"
set "TB_ANSWER=%TB_VERSION%|%TB_STAMP%"
rem set prints it whatever characters are in it, which echo does not.
>"%TB_SCRATCH%\answer" set TB_ANSWER
move /y "%TB_SCRATCH%\answer" "%TB_CACHE%\jbang-on-path" >nul 2>nul

:compare
set "TB_MAJOR=0"
set "TB_MINOR=0"
for /f "tokens=1,2 delims=." %%A in ("%TB_VERSION%") do (
  set "TB_MAJOR=%%A"
  set "TB_MINOR=%%B"
)
rem What is no number counts as 0 here.
set "TB_NUMBER=0"
set /a "TB_NUMBER=TB_MAJOR*1000+TB_MINOR" >nul 2>nul
if %TB_NUMBER% lss 125 goto java
rd /s /q "%TB_SCRATCH%" 2>nul
rem No call: it would read %%* a second time. A batch file named here ends this one with its code.
endlocal & endlocal & "%TB_FOUND%" %TB_SCRIPT% %*
exit /b %ERRORLEVEL%

:java
rem People put JAVA_HOME in quotes.
set "TB_HOME="
set "TB_JAVA="
if defined JAVA_HOME set "TB_HOME=%JAVA_HOME:"=%"
if not defined TB_HOME goto javaonpath
set "TB_JAVA=%TB_HOME%\bin\java.exe"
if exist "%TB_JAVA%" goto release
>&2 echo jbang: JAVA_HOME is "%TB_HOME%", which has no bin\java.exe. Set it to a JDK 17 or newer, or unset it.
goto failed

:javaonpath
for /f "delims=" %%F in ('%TB_WHERE% $PATH:java.exe 2^>nul') do if not defined TB_JAVA set "TB_JAVA=%%~fF"
if not defined TB_JAVA (
  >&2 echo jbang: no Java found. %TB_WANT%
  goto failed
)
for %%F in ("%TB_JAVA%\..\..") do set "TB_HOME=%%~fF"

:release
set "TB_VERSION="
set "TB_BUILD="
set "TB_VENDOR="
if not exist "%TB_HOME%\release" goto askjava
for /f "usebackq tokens=1,* delims==" %%A in ("%TB_HOME%\release") do (
  if "%%A"=="JAVA_VERSION" set "TB_VERSION=%%~B"
  if "%%A"=="JAVA_RUNTIME_VERSION" set "TB_BUILD=%%~B"
  if "%%A"=="IMPLEMENTOR" set "TB_VENDOR=%%~B"
)
if defined TB_VERSION goto checkjava

:askjava
rem The java.exe that some installers put on PATH stands alone, far from its JDK.
"%TB_JAVA%" -XshowSettings:properties -version <nul >"%TB_SCRATCH%\java" 2>&1
for /f "usebackq tokens=1,* delims== " %%A in ("%TB_SCRATCH%\java") do (
  if "%%A"=="java.home" set "TB_HOME=%%B"
  if "%%A"=="java.version" set "TB_VERSION=%%B"
  if "%%A"=="java.runtime.version" set "TB_BUILD=%%B"
  if "%%A"=="java.vendor" set "TB_VENDOR=%%B"
)
if exist "%TB_HOME%\bin\java.exe" set "TB_JAVA=%TB_HOME%\bin\java.exe"

:checkjava
set "TB_MAJOR=0"
for /f "tokens=1,2 delims=.-+_ " %%A in ("%TB_VERSION%") do (
  set "TB_MAJOR=%%A"
  if "%%A"=="1" set "TB_MAJOR=%%B"
)
if %TB_MAJOR% geq 17 goto checkjdk
if not defined TB_VERSION set "TB_VERSION=of an unknown version"
>&2 echo jbang: Java %TB_VERSION% in "%TB_HOME%" is too old. %TB_WANT%
goto failed

:checkjdk
if exist "%TB_HOME%\bin\javac.exe" goto jar
>&2 echo jbang: Java %TB_VERSION% in "%TB_HOME%" has no compiler (it is a JRE). %TB_WANT%
goto failed

:jar
set "TB_JAR=%TB_CACHE%\jbang-%TB_PINNED%.jar"
if not exist "%TB_JAR%" goto missing
rem The second line is the hash, with spaces in it before Windows 10. What is none tells nothing.
set "TB_HASH="
for /f "skip=1 delims=" %%H in ('%SystemRoot%\System32\certutil.exe -hashfile "%TB_JAR%" SHA256 2^>nul') do if not defined TB_HASH set "TB_HASH=%%H"
if not defined TB_HASH goto options
set "TB_HASH=%TB_HASH: =%"
if /i "%TB_HASH%"=="%TB_SHA256%" goto options
for /f "delims=0123456789abcdefABCDEF" %%X in ("%TB_HASH%") do goto options
if "%TB_HASH:~63,1%"=="" goto options
>&2 echo jbang: "%TB_JAR%" is damaged.
rem They hold classes of that jar.
del /q "%TB_CACHE%\jbang-%TB_PINNED% *.jsa" >nul 2>nul

:missing
if exist "%TB_FETCHER%" goto fetch
>&2 echo jbang: "%TB_FETCHER%" is missing. Run jbang.cmd in a whole copy of the project.
goto failed

:fetch
set "TB_BASE=%THREE_BROKERS_MAVEN%"
if not defined TB_BASE set "TB_BASE=https://repo1.maven.org/maven2"
if "%TB_BASE:~-1%"=="/" set "TB_BASE=%TB_BASE:~0,-1%"
>&2 echo Fetching JBang %TB_PINNED% (9 MB, once)...
setlocal
set "CLASSPATH="
"%TB_JAVA%" -XX:TieredStopAtLevel=1 -XX:-UsePerfData "%TB_FETCHER%" "%TB_BASE%/dev/jbang/jbang-cli/%TB_PINNED%/jbang-cli-%TB_PINNED%-all.jar" %TB_SHA256% "%TB_JAR%" <nul || goto failed
endlocal

:options
rem JBang runs for half a second: no time for the optimizing compiler or a bigger collector to pay.
set "TB_OPTIONS=-XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xshare:auto -Xlog:disable"
set "TB_GC= -XX:+UseSerialGC"
set "TB_ALL=%JBANG_JAVA_OPTIONS% %JAVA_TOOL_OPTIONS% %JDK_JAVA_OPTIONS% %_JAVA_OPTIONS%"
set "TB_ALL=%TB_ALL:"=%"
if not "%TB_ALL:-XX:+Use=%"=="%TB_ALL%" set "TB_GC="
set "TB_OPTIONS=%TB_OPTIONS%%TB_GC%"
rem The JVM checks the archive's checksum, as a damaged one could bring it down.
set "TB_OPTIONS=%TB_OPTIONS% -XX:+UnlockDiagnosticVMOptions -XX:+VerifySharedSpaces"

rem The class-data archive halves JBang's start-up. It is made once for each JDK, by having JBang
rem build Fetch.java; a failure leaves an empty archive, which the JVM passes over.
if not defined TB_BUILD set "TB_BUILD=%TB_VERSION%"
set "TB_JDK=%TB_VENDOR% %TB_BUILD% %PROCESSOR_ARCHITECTURE%"
set "TB_JDK=%TB_JDK:/=_%"
set "TB_ARCHIVE=%TB_CACHE%\jbang-%TB_PINNED% %TB_JDK%.jsa"
if exist "%TB_ARCHIVE%" goto run
setlocal
set "JAVA_HOME=%TB_HOME%"
set "JBANG_DIR=%TB_SCRATCH%"
set "JBANG_CACHE_DIR=%TB_SCRATCH%"
set "JBANG_NO_VERSION_CHECK=true"
"%TB_JAVA%" %TB_OPTIONS% "-XX:ArchiveClassesAtExit=%TB_SCRATCH%\jsa" -jar "%TB_JAR%" run --offline "%TB_FETCHER%" <nul >nul 2>nul
endlocal
move /y "%TB_SCRATCH%\jsa" "%TB_ARCHIVE%" >nul 2>nul || (type nul >"%TB_ARCHIVE%") 2>nul

:run
setlocal
if not defined JBANG_NO_VERSION_CHECK set "JBANG_NO_VERSION_CHECK=true"
rem The compiler that JBang starts reads sources in UTF-8, whatever the system's own encoding is.
set "JDK_JAVAC_OPTIONS=-encoding UTF-8 %JDK_JAVAC_OPTIONS%"
rem The redirection comes first: behind %%*, an odd quote among the arguments would take it in.
>"%TB_SCRATCH%\out" "%TB_JAVA%" %TB_OPTIONS% "-XX:SharedArchiveFile=%TB_ARCHIVE%" %JBANG_JAVA_OPTIONS% -jar "%TB_JAR%" %TB_SCRIPT% %*
set "TB_STATUS=%ERRORLEVEL%"
if not "%TB_STATUS%"=="1" goto ran
rem JBang says of a library that is not to be had only that it cannot read it. Asked once more, without
rem the network, it says why: then the way out is told.
"%TB_JAVA%" %TB_OPTIONS% -jar "%TB_JAR%" --offline --verbose info classpath "%~1" <nul >"%TB_SCRATCH%\said" 2>&1
"%SystemRoot%\System32\findstr.exe" /c:"in offline mode and the artifact" "%TB_SCRATCH%\said" >nul 2>nul && >&2 echo jbang: a library is not on this machine, and cannot be fetched. Check the network, or see docs\offline.md: a mirror, or a stick.
:ran
endlocal & set "TB_STATUS=%TB_STATUS%"
if "%TB_STATUS%"=="255" goto program
type "%TB_SCRATCH%\out"
rd /s /q "%TB_SCRATCH%" 2>nul
exit /b %TB_STATUS%

:program
rem JBang printed one line, quoted for cmd: it becomes the program's command once the scopes are shut.
set "TB_COMMAND="
for /f "usebackq delims=" %%L in ("%TB_SCRATCH%\out") do if not defined TB_COMMAND set "TB_COMMAND=%%L"
rd /s /q "%TB_SCRATCH%" 2>nul
endlocal & %TB_COMMAND%
exit /b %ERRORLEVEL%

:failed
rd /s /q "%TB_SCRATCH%" 2>nul
exit /b 1

:candidate
if defined TB_FOUND goto :eof
if /i "%~1"=="%TB_SELF%" goto :eof
for %%X in (.exe .cmd .bat) do if /i "%~x1"=="%%X" set "TB_FOUND=%~1"
goto :eof
