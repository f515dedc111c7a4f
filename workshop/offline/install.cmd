@echo off
rem Installs what lies beside this file, for a machine without internet: nothing is fetched, and nothing needs administrator rights.
rem
rem   install.cmd [FOLDER]    FOLDER is where the workshop is to lie, else three-brokers in your home folder
setlocal
set "here=%~dp0"
set "target=%~1"
if "%target%"=="" set "target=%USERPROFILE%\three-brokers"
if exist "%target%" (
  echo install: %target% is there already. Name another folder: install FOLDER 1>&2
  exit /b 1
)
if not defined THREE_BROKERS_CACHE set "THREE_BROKERS_CACHE=%LOCALAPPDATA%\three-brokers"
if not defined JBANG_REPO set "JBANG_REPO=%USERPROFILE%\.m2\repository"
robocopy "%here%three-brokers" "%target%" /e /njh /njs /ndl /nfl /np >nul
if errorlevel 8 exit /b 1
robocopy "%here%cache" "%THREE_BROKERS_CACHE%" /e /njh /njs /ndl /nfl /np >nul
if errorlevel 8 exit /b 1
robocopy "%here%repository" "%JBANG_REPO%" /e /njh /njs /ndl /nfl /np >nul
if errorlevel 8 exit /b 1
if exist "%here%image.tar" (
  docker version >nul 2>&1 && docker load --quiet --input "%here%image.tar"
)
echo Installed. Now: cd /d "%target%" and jbang check 01
exit /b 0
